import { firstDayOf, monthFrom, monthNumber, monthOf } from '#shared/kernel/day'
import { solve } from '#shared/numeric/linear-algebra'
import { cell } from './parsed.ts'
import type { ParsedDemo, TextRow } from './parsed.ts'

/** A month an account client began as one: what it was like, and whether it closed within. */
export interface ClientMonth {
  readonly features: readonly number[]
  readonly isClosing: boolean
}

const MONTHS_OF_COMPLAINT = 3
const LONGEST_RECENCY = 6

function byClient(file: readonly TextRow[]): (clientId: string) => readonly TextRow[] {
  const groups = Map.groupBy(file, (row) => cell(row, 'clientId'))
  return (clientId) => groups.get(clientId) ?? []
}

function monthsOf(file: readonly TextRow[]): readonly number[] {
  return file.map((row) => monthNumber(monthOf(cell(row, 'occurredOn'))))
}

/** Every full month of every account client, from the files; only the engagement level comes from the truth. */
export function clientMonths({ rows, truth }: ParsedDemo): readonly ClientMonth[] {
  const faulty = new Set(truth.faults.flatMap((fault) => fault.ids))
  const levels = new Map(truth.clients.map((client) => [client.clientId, client.engagementLevel]))
  const actions = byClient(
    rows.transactions.filter(
      (row) => cell(row, 'kind') === 'activity' && !faulty.has(cell(row, 'transactionId')),
    ),
  )
  const holdings = byClient(rows.holdings.filter((row) => !faulty.has(cell(row, 'holdingId'))))
  const complaints = byClient(rows.events.filter((row) => cell(row, 'kind') === 'complaint'))
  const closings = byClient(rows.events.filter((row) => cell(row, 'kind') === 'closed'))
  return rows.clients.flatMap((client) => {
    const clientId = cell(client, 'clientId')
    const level = levels.get(clientId)
    if (level === undefined) return []
    return monthsOfClient({
      level,
      joined: monthNumber(monthOf(cell(client, 'joinedOn'))),
      closed: monthsOf(closings(clientId))[0],
      today: monthNumber(monthOf(truth.today)),
      active: monthsOf(actions(clientId)),
      complained: monthsOf(complaints(clientId)),
      holdings: holdings(clientId),
    })
  })
}

interface AccountFacts {
  readonly level: number
  readonly joined: number
  readonly closed: number | undefined
  readonly today: number
  readonly active: readonly number[]
  readonly complained: readonly number[]
  readonly holdings: readonly TextRow[]
}

function monthsOfClient(client: AccountFacts): readonly ClientMonth[] {
  const months: ClientMonth[] = []
  for (let month = client.joined + 1; month < client.today && month <= (client.closed ?? month); month++) {
    const firstDay = firstDayOf(monthFrom(month))
    const lastActive = Math.max(client.joined - 1, ...client.active.filter((one) => one < month))
    const isRecent = client.complained.some((one) => one < month && one >= month - MONTHS_OF_COMPLAINT)
    const open = client.holdings.filter(
      (row) => cell(row, 'openedOn') <= firstDay && (cell(row, 'closedOn') || '9999') > firstDay,
    )
    const features = [
      1,
      Math.log1p(month - client.joined),
      Math.min(LONGEST_RECENCY, month - 1 - lastActive),
      client.level,
      Math.max(0, Math.min(5, open.length - 1)),
      isRecent ? 1 : 0,
    ]
    months.push({ features, isClosing: month === client.closed })
  }
  return months
}

/** Logistic regression by Newton's method. */
export function logisticFit(months: readonly ClientMonth[]): {
  readonly coefficients: readonly number[]
  readonly standardErrors: readonly number[]
} {
  const size = months[0]?.features.length ?? 0
  let coefficients: readonly number[] = Array.from({ length: size }, () => 0)
  let information: number[][] = []
  for (let iteration = 0; iteration < 12; iteration++) {
    const slopes = Array.from({ length: size }, () => 0)
    information = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
    for (const month of months) addMonth(month, coefficients, { slopes, information })
    const step = solve(information, slopes) ?? []
    coefficients = coefficients.map((value, index) => value + (step[index] ?? 0))
  }
  const unit = (place: number): readonly number[] => coefficients.map((_, index) => (index === place ? 1 : 0))
  return {
    coefficients,
    standardErrors: coefficients.map((_, place) =>
      Math.sqrt(solve(information, unit(place))?.[place] ?? Number.NaN),
    ),
  }
}

function addMonth(
  { features, isClosing }: ClientMonth,
  coefficients: readonly number[],
  into: { readonly slopes: number[]; readonly information: number[][] },
): void {
  const logit = features.reduce((sum, value, index) => sum + value * (coefficients[index] ?? 0), 0)
  const chance = 1 / (1 + Math.exp(-logit))
  features.forEach((one, row) => {
    into.slopes[row] = (into.slopes[row] ?? 0) + one * ((isClosing ? 1 : 0) - chance)
    features.forEach((other, column) => {
      const line = into.information[row] ?? []
      line[column] = (line[column] ?? 0) + one * other * chance * (1 - chance)
    })
  })
}
