import type { Product } from '#shared/product/product'
import { NO_PRODUCT } from '#shared/kernel/ids'
import { compiledCheck } from './interpreter.ts'
import { productRow } from './rows.ts'
import type { Rule } from './rule.ts'
import type { PlacedRow } from './share.ts'

/** The failing rows of the catalogue under the enabled rules about products. */
export function productFindings(
  catalogue: readonly Product[],
  { rules, today }: { rules: readonly Rule[]; today: string },
): { rows: PlacedRow[]; evaluated: Record<string, number> } {
  const rows: PlacedRow[] = []
  const evaluated: Record<string, number> = {}
  for (const { id, field, isEnabled, check } of rules) {
    if (!isEnabled || check.kind !== 'simple' || check.subject !== 'product') continue
    const verdict = compiledCheck(check)
    for (const product of catalogue) {
      if (product.id === NO_PRODUCT) continue
      const row = productRow(product, today)
      const said = verdict(row.fields)
      if (said === 'not-evaluated') continue
      evaluated[id] = (evaluated[id] ?? 0) + 1
      const value = row.fields[field]
      if (said === 'failed')
        rows.push({
          row: {
            rule: id,
            source: row.source,
            subject: row.id,
            ...(value === undefined ? {} : { value: String(value) }),
          },
          field,
        })
    }
  }
  return { rows, evaluated }
}
