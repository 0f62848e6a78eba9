import { addDays } from '#shared/kernel/day'
import type { Planter } from './fault-pool.ts'
import type { ClientRow } from './ledger.ts'
import type { PlantedFault } from './truth.ts'

function pairs(rows: readonly ClientRow[]): readonly (readonly [ClientRow, ClientRow])[] {
  return rows.flatMap((row, index) => {
    const other = rows[index + 1]
    return index % 2 === 0 && other ? [[row, other] as const] : []
  })
}

function ofPairs(
  kind: string,
  says: string,
  planted: readonly (readonly [ClientRow, ClientRow])[],
): PlantedFault {
  const groups = planted.map((pair) => pair.map((row) => row.clientId))
  return { kind, says, subject: 'client', ids: groups.flat(), groups }
}

function ofClients(kind: string, says: string, rows: readonly ClientRow[]): PlantedFault {
  return { kind, says, subject: 'client', ids: rows.map((row) => row.clientId) }
}

const duplicateEmail: Planter = ({ pool }) => {
  const planted = pairs(pool.take(8, (row) => row.email !== ''))
  for (const [row, other] of planted) other.email = row.email
  return ofPairs('duplicate-email', 'Two clients have the same e-mail address.', planted)
}

const samePerson: Planter = ({ pool }) => {
  const planted = pairs(pool.take(8, (row) => row.birthDate !== ''))
  for (const [row, other] of planted) {
    other.name = row.name
    other.birthDate = row.birthDate
  }
  return ofPairs('same-person', 'Two clients have the same name and birth date.', planted)
}

const nearName: Planter = ({ pool }) => {
  const planted = pairs(pool.take(6, (row) => row.birthDate !== '' && misspelled(row.name) !== row.name))
  for (const [row, other] of planted) {
    other.name = misspelled(row.name)
    other.birthDate = row.birthDate
  }
  return ofPairs(
    'near-name',
    'Two clients have the same birth date and names that differ by swapped letters.',
    planted,
  )
}

/** The name with the third- and second-last letters swapped. */
function misspelled(name: string): string {
  return name.replace(/(\p{L})(\p{L})(\p{L})$/u, '$2$1$3')
}

const missingName: Planter = ({ pool }) => {
  const rows = pool.take(5)
  for (const row of rows) row.name = ''
  return ofClients('missing-name', 'The client has no name.', rows)
}

const misspelledDomain: Planter = ({ pool }) => {
  const rows = pool.take(5, (row) => row.email !== '')
  for (const row of rows) row.email = row.email.replace(/\.(com|org)$/, '.cmo')
  return ofClients('misspelled-email', 'The e-mail address ends with .cmo: no such domain exists.', rows)
}

const birthTooEarly: Planter = ({ pool }) => {
  const rows = pool.take(3)
  for (const row of rows) row.birthDate = '1900-01-01'
  return ofClients('birth-date-implausible', 'The birth date is a placeholder, 1900-01-01.', rows)
}

const bornAfterJoining: Planter = ({ pool, today }) => {
  const rows = pool.take(3, (row) => row.joinedOn < addDays(today, -120))
  for (const row of rows) row.birthDate = addDays(row.joinedOn, 90)
  return ofClients('born-after-joining', 'The birth date is later than the day the client joined.', rows)
}

const misspelledChannel: Planter = ({ pool }) => {
  const rows = pool.take(6, (row) => row.channel === 'branch')
  for (const row of rows) row.channel = 'Brnach'
  return ofClients('misspelled-channel', 'The channel is spelled “Brnach”.', rows)
}

const closedWithoutDay: Planter = ({ pool }) => {
  const rows = pool.take(3, (row) => row.closedOn !== '')
  for (const row of rows) row.closedOn = ''
  return ofClients('closed-without-day', 'The status is closed, but the day of closing is missing.', rows)
}

/** Faults in what is said of clients themselves. */
export const clientFaults: readonly Planter[] = [
  duplicateEmail,
  samePerson,
  nearName,
  missingName,
  misspelledDomain,
  birthTooEarly,
  bornAfterJoining,
  misspelledChannel,
  closedWithoutDay,
]
