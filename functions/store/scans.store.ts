import { DomainError } from '#shared/kernel/errors'
import type { Scan, ScanProgress } from '#shared/quality/scan'
import type { RuleOverride } from '#shared/quality/rule-book'
import { indexes, qualityRuleKey, qualityScanKey, SCANS_PARTITION } from './keys.ts'
import type { Item, Table } from './table.ts'

const scanIsNew = 'attribute_not_exists(pk)'

/** Data-quality scans: their progress and results, and the rules as a house has changed them. */
export function createScansStore({ table }: { table: Table }) {
  /** Writes a scan that is not there yet; the same id again is left as it is. */
  async function open(scan: Scan): Promise<void> {
    try {
      await table.transact([
        { Put: { Item: itemOf(scan), ConditionExpression: scanIsNew }, condition: alreadyOpen },
      ])
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'scan.already-open') throw error
    }
  }

  async function load(id: string): Promise<Scan | undefined> {
    const item = await table.get(qualityScanKey(id), { isConsistent: true })
    return item && scanOf(item)
  }

  async function update(id: string, changes: Partial<Omit<Scan, 'id' | 'progress'>>): Promise<void> {
    const entries = Object.entries(changes)
    await table.transact([
      {
        Update: {
          Key: qualityScanKey(id),
          UpdateExpression: `SET ${entries.map((_, index) => `#${index} = :${index}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#${index}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            entries.map(([, value], index) => [`:${index}`, value]),
          ),
        },
      },
    ])
  }

  /** Sets how far one part of a scan is; parts do not overwrite each other. */
  async function report(id: string, part: string, progress: ScanProgress): Promise<void> {
    await table.transact([
      {
        Update: {
          Key: qualityScanKey(id),
          UpdateExpression: 'SET progress.#part = :progress',
          ExpressionAttributeNames: { '#part': part },
          ExpressionAttributeValues: { ':progress': progress },
        },
      },
    ])
  }

  /** The newest scans. */
  async function newest(limit: number): Promise<Scan[]> {
    const { index, pk } = indexes.time
    const answer = await table.query({
      IndexName: index,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': pk },
      ExpressionAttributeValues: { ':pk': SCANS_PARTITION },
      ScanIndexForward: false,
      Limit: limit,
    })
    const ids = answer.items.map((item) => (item['card'] as { id: string }).id)
    const items = await table.getMany(ids.map(qualityScanKey))
    const byId = new Map(items.map((item) => [item['id'], scanOf(item)]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  /** What the house changed of shipped rules, and the rules it wrote itself. */
  async function ruleChanges(): Promise<RuleOverride[]> {
    const items = await table.queryAll(qualityRuleKey('').pk, { isConsistent: true })
    return items.map((item) => item['rule'] as RuleOverride)
  }

  async function saveRule(rule: RuleOverride): Promise<void> {
    await table.transact([{ Put: { Item: { ...qualityRuleKey(rule.id), kind: 'quality-rule', rule } } }])
  }

  async function removeRule(id: string): Promise<void> {
    await table.transact([{ Delete: { Key: { ...qualityRuleKey(id) } } }])
  }

  return { open, load, update, report, newest, ruleChanges, saveRule, removeRule }
}

/** Data-quality scans and rules. */
export type ScansStore = ReturnType<typeof createScansStore>

const alreadyOpen = () => new DomainError('conflict', 'scan.already-open', 'This scan is already open.')

/** A scan that is not there. */
export function scanNotFound(id: string): DomainError {
  return new DomainError('not-found', 'scan.not-found', `There is no scan "${id}".`, { details: { id } })
}

function itemOf(scan: Scan): Item {
  return {
    ...qualityScanKey(scan.id),
    kind: 'quality-scan',
    ...scan,
    card: { id: scan.id },
    [indexes.time.pk]: SCANS_PARTITION,
    [indexes.time.sk]: `${scan.startedAt}#${scan.id}`,
  }
}

function scanOf(item: Item): Scan {
  const { pk: _pk, sk: _sk, kind: _kind, card: _card, timePk: _timePk, timeSk: _timeSk, ...scan } = item
  return scan as unknown as Scan // -- because `open` and `update` are the only writers
}
