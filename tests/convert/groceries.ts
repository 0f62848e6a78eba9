/**
 * The Groceries baskets (arules) as a file of transactions: one client and one order for each basket, all on one day, one
 * line of amount 1 for each product (decisions 26). Run by itself: `node tests/convert/groceries.ts <baskets.csv>`.
 */
import { readFileSync } from 'node:fs'

/** The day of every order. */
export const GROCERIES_DAY = '2026-01-31'

/** The transactions file of baskets, one basket a line. */
export function groceriesTransactions(baskets: string): string {
  const lines = baskets
    .trim()
    .split(/\r?\n/)
    .flatMap((basket, index) => {
      const id = String(index + 1).padStart(5, '0')
      return basket.split(',').map((product) => `T${id},C${id},${GROCERIES_DAY},${product},1.00,purchase`)
    })
  return ['transactionId,clientId,occurredOn,productId,amount,kind', ...lines, ''].join('\n')
}

if (import.meta.main) process.stdout.write(groceriesTransactions(readFileSync(process.argv[2] ?? '', 'utf8')))
