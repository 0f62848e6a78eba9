/**
 * The Telco customers (IBM) as two files (decisions 26): clients, who joined a fixed day minus their tenure in months, and
 * transactions, one charge of the total for each on that day. A blank total stays blank: the import refuses it. Run by
 * itself: `node tests/convert/telco.ts clients|transactions <customers.csv>`.
 */
import { readFileSync } from 'node:fs'
import { addMonthsToDay } from '#shared/kernel/day'

/** The day of every charge. */
export const TELCO_DAY = '2026-01-31'

/** The clients file of customers, one customer a line. */
export function telcoClients(customers: string): string {
  const lines = rowsOf(customers).map(({ id, tenure }) => `${id},${addMonthsToDay(TELCO_DAY, -tenure)}`)
  return ['clientId,joinedOn', ...lines, ''].join('\n')
}

/** The transactions file of customers, one customer a line. */
export function telcoTransactions(customers: string): string {
  const lines = rowsOf(customers).map(({ id, total }) => `T${id},${id},${TELCO_DAY},${total},purchase`)
  return ['transactionId,clientId,occurredOn,amount,kind', ...lines, ''].join('\n')
}

function rowsOf(customers: string) {
  const [heading = '', ...rows] = customers.trim().split(/\r?\n/)
  const names = heading.split(',')
  const [tenure, total] = [names.indexOf('tenure'), names.indexOf('TotalCharges')]
  return rows.map((row) => {
    const cells = row.split(',')
    return { id: cells[0] ?? '', tenure: Number(cells[tenure]), total: cells[total]?.trim() ?? '' }
  })
}

if (import.meta.main) {
  const [, , kind, path = ''] = process.argv
  const convert = kind === 'clients' ? telcoClients : telcoTransactions
  process.stdout.write(convert(readFileSync(path, 'utf8')))
}
