/**
 * The CDNOW master file as a file of transactions: one purchase a line, numbered in the order of the file. Run by itself:
 * `node tests/convert/cdnow.ts <CDNOW_master.txt>`.
 */
import { readFileSync } from 'node:fs'

/** The transactions file of purchases, one purchase a line under one line of headings. */
export function cdnowTransactions(master: string): string {
  const [, ...rows] = master.trim().split(/\r?\n/)
  const lines = rows.map((row, index) => {
    const [id = '', day = '', , dollars = ''] = row.trim().split(/\s+/)
    const occurredOn = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
    return `T${String(index + 1).padStart(5, '0')},${id},${occurredOn},${dollars},purchase`
  })
  return ['transactionId,clientId,occurredOn,amount,kind', ...lines, ''].join('\n')
}

if (import.meta.main) process.stdout.write(cdnowTransactions(readFileSync(process.argv[2] ?? '', 'utf8')))
