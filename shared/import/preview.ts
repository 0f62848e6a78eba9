import type { Field } from './fields.ts'
import { fieldsOf, keepsAttributes } from './fields.ts'
import type { ImportKind, Mapping } from './import-view.schema.ts'
import { centsText } from './money-text.ts'
import { rowReader } from './row.ts'
import { createTableReader } from './table-reader.ts'
import type { TypedRow } from './typed-row.ts'

/** The first rows of a file as they will be stored. */
export interface Preview {
  /** Names of the fields, then of the attributes. */
  readonly columns: readonly string[]
  readonly rows: readonly PreviewRow[]
}

/** A row as it will be stored; with issues it will be rejected. `column` names one of the columns, or `row`. */
export interface PreviewRow {
  readonly row: number
  readonly values: readonly string[]
  readonly issues: readonly { readonly column: string; readonly message: string }[]
}

/** The first `limit` rows as they will be stored under this mapping. */
export function preview(
  kind: ImportKind,
  mapping: Mapping,
  { headText, limit }: { headText: string; limit: number },
): Preview {
  const reader = createTableReader(mapping)
  const rows = reader.push(headText)
  if (rows.length < limit) rows.push(...reader.end())
  const headers = reader.headers() ?? []
  const columns = shownColumns(kind, mapping, headers)
  const read = rowReader({ kind, mapping, headers })
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.slice(0, limit).map((one): PreviewRow => {
      if (!('fields' in one))
        return {
          row: one.row,
          values: columns.map(() => ''),
          issues: [{ column: 'row', message: one.reason }],
        }
      const result = read(one.fields)
      const raw = columns.map(({ column }) => one.fields[headers.indexOf(column)] ?? '')
      if (result.ok)
        return { row: one.row, values: columns.map((c, at) => stored(result.value, c, raw[at])), issues: [] }
      const issues = result.problems.map(({ field, reason }) => ({ column: field, message: reason }))
      return { row: one.row, values: raw, issues }
    }),
  }
}

interface Shown {
  readonly name: string
  readonly column: string
  readonly field?: Field
}

function shownColumns(kind: ImportKind, mapping: Mapping, headers: readonly string[]): Shown[] {
  const isDerived = mapping.columns['quantity'] !== undefined && mapping.columns['unitPrice'] !== undefined
  const mapped = fieldsOf(kind)
    .filter(({ name }) => mapping.columns[name] !== undefined || (name === 'amount' && isDerived))
    .map((field) => ({ name: field.name, column: mapping.columns[field.name] ?? '', field }))
  if (!mapping.keepsUnmapped || !keepsAttributes(kind)) return mapped
  const used = Object.values(mapping.columns)
  return [
    ...mapped,
    ...headers.filter((h) => !used.includes(h)).map((header) => ({ name: header, column: header })),
  ]
}

/** The text of a stored value. */
function stored(row: TypedRow, shown: Shown, raw = ''): string {
  if (!shown.field) return raw.trim()
  const value = flat(row)[shown.name]
  if (value === undefined) return ''
  const isMoney = shown.field.type === 'money' || shown.field.type === 'positiveMoney'
  return isMoney ? centsText(Number(value)) : String(value)
}

/** The stored values of a row by the names of its fields. */
function flat(row: TypedRow): Readonly<Record<string, string | number | boolean | undefined>> {
  switch (row.kind) {
    case 'clients': {
      const { declaredStatus, acquisitionCostCents, attributes: _, ...profile } = row.profile
      return {
        clientId: row.clientId,
        ...profile,
        status: declaredStatus,
        acquisitionCost: acquisitionCostCents,
      }
    }
    case 'products': {
      const {
        isAnchor,
        unitCostCents,
        chargeAmountCents,
        attributes: _,
        overrides: _set,
        ...entry
      } = row.entry
      return {
        productId: row.productId,
        ...entry,
        anchor: isAnchor,
        unitCost: unitCostCents,
        chargeAmount: chargeAmountCents,
      }
    }
    case 'transactions': {
      const { line, ...rest } = row
      const { productId, kind, quantity, unitPriceCents, amountCents } = line
      return { ...rest, productId, kind, quantity, unitPrice: unitPriceCents, amount: amountCents }
    }
    case 'engagement':
      return { clientId: row.clientId, month: row.month, channel: row.channel, ...row.counts }
    case 'events':
      return { ...row, kind: row.event }
    case 'holdings':
      return { ...row }
    case 'spend':
      return { ...row, amount: row.amountCents }
  }
}
