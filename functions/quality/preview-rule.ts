import { statuses } from '#shared/client/facts'
import { type Cell, compiledCheck, type Row } from '#shared/quality/interpreter'
import { productRow, rowsOf } from '#shared/quality/rows'
import type { Rule } from '#shared/quality/rule'
import type { RulePreview } from '#shared/quality/rule-preview'
import type { QualityDeps } from './quality.routes.ts'
import { worldOf } from './scan-job.ts'

// A call may read some thousand units: two hundred clients with their facts are about eight hundred.
const CLIENTS_SAMPLED = 200
const ROWS_SHOWN = 50
const dayFields = ['occurredOn', 'openedOn', 'month', 'joinedOn', 'launchedOn'] as const

/** Tries a simple rule on a bounded sample; nothing is written. */
export async function previewRule(
  rule: Rule,
  { stores, scan }: Pick<QualityDeps, 'stores' | 'scan'>,
): Promise<RulePreview> {
  const { check, field } = rule
  if (check.kind !== 'simple') throw new Error('Impossible: only simple rules are written by users')
  const [world, counts] = await Promise.all([worldOf(scan), stores.clients.counts()])
  const verdict = compiledCheck(check)
  const months = new Map<string, { evaluated: number; failed: number }>()
  const rows: RulePreview['rows'][number][] = []
  let evaluated = 0
  let failed = 0
  const look = (row: Row) => {
    const said = verdict(row.fields)
    if (said === 'not-evaluated') return
    evaluated += 1
    const month = monthOfRow(row.fields)
    const of = months.get(month) ?? { evaluated: 0, failed: 0 }
    months.set(month, of)
    of.evaluated += 1
    if (said === 'passed') return
    failed += 1
    of.failed += 1
    const value = row.fields[field]
    if (rows.length < ROWS_SHOWN)
      rows.push({
        subject: row.id,
        clientId: row.clientId ?? null,
        value: value === undefined ? null : String(value),
      })
  }
  let clients = 0
  if (check.subject === 'product') {
    for (const product of await stores.products.loadAll()) look(productRow(product, world.today))
  } else {
    const page = await stores.clients.page({
      statuses,
      sort: 'name',
      isDescending: false,
      limit: CLIENTS_SAMPLED,
    })
    for (let start = 0; start < page.found.length; start += 20) {
      const some = page.found.slice(start, start + 20)
      const read = await Promise.all(
        some.map(({ row }) => stores.clients.loadWithFacts(row.id, { isConsistent: false })),
      )
      for (const aggregate of read) {
        if (!aggregate) continue
        clients += 1
        rowsOf(aggregate, world)[check.subject].forEach(look)
      }
    }
  }
  return {
    clients,
    totalClients: Object.values(counts).reduce((sum, count) => sum + count, 0),
    evaluated,
    failed,
    rows,
    months: [...months]
      .filter(([month]) => month !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(-36)
      .map(([month, of]) => ({ month, ...of })),
  }
}

function monthOfRow(fields: Readonly<Record<string, Cell>>): string {
  const day = dayFields.map((name) => fields[name]).find((cell) => cell !== undefined)
  return typeof day === 'string' ? day.slice(0, 7) : ''
}
