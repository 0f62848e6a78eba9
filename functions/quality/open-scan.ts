import { ruleBook } from '#shared/quality/rule-book'
import type { Scan } from '#shared/quality/scan'
import { hourOf } from '#functions/store/changed.store'
import { scanFiles } from './scan-files.ts'
import { type ScanDeps, type ScanEvent, scanStores } from './scan-job.ts'

/** Hours a light scan looks back at most; whoever was away longer has a full one. */
const MOST_HOURS = 36
const KEYS_PER_BUCKET = 40_000
const MOST_BUCKETS = 64

/** Opens a scan that is not open yet: fixes its rules, whether it is light, and into how many files keys are sorted. */
export async function openScan(
  { scanId, reason }: Pick<ScanEvent, 'scanId' | 'reason'>,
  deps: ScanDeps,
): Promise<void> {
  const { scans, clients } = scanStores(deps)
  const known = await scans.load(scanId)
  if (known && known.status !== 'running') return
  const startedAt = known?.startedAt ?? deps.clock()
  const rules = ruleBook(await scans.ruleChanges())
  if (known && (await deps.files.text(scanFiles.rules(scanId))) !== undefined) return
  const counts = await clients.counts()
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const before = (await scans.newest(20)).find(({ status, id }) => status === 'done' && id !== scanId)
  const fromHour = before?.toHour
  const least = hourOf(new Date(Date.parse(startedAt) - MOST_HOURS * 3_600_000).toISOString())
  const isLight = reason === 'hourly' && fromHour !== undefined && fromHour >= least
  const scan: Scan = {
    id: scanId,
    reason,
    isLight,
    status: 'running',
    startedAt,
    ...(isLight ? { fromHour } : {}),
    toHour: hourOf(startedAt),
    buckets: isLight ? 0 : Math.min(MOST_BUCKETS, Math.max(1, Math.ceil((2 * total) / KEYS_PER_BUCKET))),
    clients: 0,
    progress: {},
    results: {},
    opened: 0,
    passed: 0,
  }
  await scans.open(scan)
  await deps.files.put(scanFiles.rules(scanId), JSON.stringify(rules), 'application/json')
}
