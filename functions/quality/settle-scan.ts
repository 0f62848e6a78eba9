import { dayIn } from '#shared/kernel/zone'
import type { StepResult } from '#shared/pipeline/pipeline'
import { addCounts, addStats, emptyStats, type QualityStats } from '#shared/quality/finding'
import { issueId } from '#shared/quality/issue'
import { isApplicable, ruleOfCheck, spellings, wholeFindings } from '#shared/quality/judge'
import type { QualitySettings } from '#shared/quality/quality-settings'
import type { Rule } from '#shared/quality/rule'
import type { Scan } from '#shared/quality/scan'
import {
  type GroupPlace,
  type PlacedRow,
  SAMPLE_ROWS,
  shareOf,
  type ShareSummary,
} from '#shared/quality/share'
import { passed, type Scanning, sighted } from '#shared/quality/sighting'
import { isOpen } from '#shared/quality/workflow'
import { decided, isOvertaken, type Issues } from './decide-issue.ts'
import { finishedImports, loadOf, rejectedRows } from './load-rows.ts'
import { productFindings } from '#shared/quality/judge-products'
import { matchBucket, partsOf } from './match-keys.ts'
import { scanFiles } from './scan-files.ts'
import { rulesOf, type ScanDeps, type ScanEvent, scanStores } from './scan-job.ts'

const SPARE_MILLISECONDS = 60_000

/** Where the failing rows of an issue stand. */
export interface RowsPlace {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly count: number
}

/** Matches keys, puts the findings together, and opens, counts, reopens or lets pass the issues. */
export async function settleScan(
  event: ScanEvent,
  deps: ScanDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const { scans } = scanStores(deps)
  const scan = await scans.load(event.scanId)
  if (!scan) throw new Error('Impossible: a scan is opened before it is settled')
  if (scan.status !== 'running') return { isDone: true }
  const rules = await rulesOf(scan.id, deps.files)
  for (let bucket = Number(event.cursor ?? 0); bucket < scan.buckets; bucket++) {
    await matchBucket(scan, bucket, { rules, deps })
    if (remainingMilliseconds() < SPARE_MILLISECONDS) return { isDone: false, cursor: String(bucket + 1) }
  }
  const settings = await deps.settings()
  const whole = await putTogether(scan, rules, deps)
  const changes = await applyFindings(scan, { rules, whole, settings }, deps)
  const results: Record<string, [number, number]> = {}
  for (const [rule, evaluated] of Object.entries(whole.evaluated)) results[rule] = [evaluated, 0]
  for (const [rule, failed] of Object.entries(whole.failed))
    results[rule] = [Math.max(failed, results[rule]?.[0] ?? 0), failed]
  await scans.update(scan.id, {
    status: 'done',
    finishedAt: deps.clock(),
    clients: whole.stats.clients,
    results,
    spellings: Object.fromEntries(whole.misspelled),
    ...changes,
  })
  return { isDone: true }
}

interface Group extends Omit<GroupPlace, 'start' | 'end' | 'candidate'> {
  readonly places: RowsPlace[]
}

interface Together {
  readonly groups: readonly Group[]
  readonly evaluated: Record<string, number>
  readonly failed: Record<string, number>
  readonly stats: QualityStats
  readonly landed: ReadonlyMap<string, string>
  readonly misspelled: ReadonlyMap<string, string>
}

async function putTogether(scan: Scan, rules: readonly Rule[], deps: ScanDeps): Promise<Together> {
  const shares = await summariesOf(scan, deps)
  const stats = emptyStats()
  const evaluated: Record<string, number> = {}
  for (const share of shares) {
    addStats(stats, share.stats)
    addCounts(evaluated, share.evaluated)
  }
  const { products, imports } = scanStores(deps)
  const catalogue = await products.loadAll()
  const records = await finishedImports(imports)
  const whole = await wholeShare(scan, { rules, stats, catalogue, records }, deps)
  addCounts(evaluated, whole.evaluated)
  const misspelled = spellings({ stats })
  const house = {
    profiles: stats.profiles,
    listedProducts: catalogue.filter((one) => !one.isPlaceholder).length,
  }
  const groups = new Map<string, Group>()
  const failed: Record<string, number> = {}
  for (const share of [...shares, whole])
    for (const place of share.groups) {
      if (place.candidate !== undefined && !misspelled.has(place.candidate)) continue
      if (!isApplicable(place.rule, house)) continue
      addGroup(groups, place, share.file)
      failed[place.rule] = (failed[place.rule] ?? 0) + place.count
    }
  for (const rule of rules) if (!isApplicable(rule.id, house)) delete evaluated[rule.id]
  const landed = new Map(records.map(({ id, finishedAt, createdAt }) => [id, finishedAt ?? createdAt]))
  return { groups: [...groups.values()], evaluated, failed, stats, landed, misspelled }
}

async function summariesOf(scan: Scan, { files }: ScanDeps): Promise<ShareSummary[]> {
  const names = [
    ...partsOf(scan).map(({ shard, part }) => scanFiles.summary(scan.id, shard, part)),
    ...Array.from({ length: scan.buckets }, (_, bucket) => scanFiles.matchSummary(scan.id, bucket)),
  ]
  const shares: ShareSummary[] = []
  for (const name of names) {
    const text = await files.text(name)
    if (text === undefined) throw new Error(`Impossible: ${name} is missing`)
    shares.push(JSON.parse(text) as ShareSummary) // -- because the steps before wrote it
  }
  return shares
}

interface Facts {
  readonly rules: readonly Rule[]
  readonly stats: QualityStats
  readonly catalogue: Awaited<ReturnType<ReturnType<typeof scanStores>['products']['loadAll']>>
  readonly records: Awaited<ReturnType<typeof finishedImports>>
}

/** What the whole checks, the catalogue and the loads fail: a share of its own. */
async function wholeShare(
  scan: Scan,
  { rules, stats, catalogue, records }: Facts,
  deps: ScanDeps,
): Promise<ShareSummary> {
  const { spend, runs } = scanStores(deps)
  const rows: PlacedRow[] = []
  const evaluated: Record<string, number> = {}
  if (!scan.isLight) {
    const { runId } = await runs.current()
    const run = runId === undefined ? undefined : await runs.load(runId)
    const found = wholeFindings(
      {
        stats,
        today: dayIn(scan.startedAt, deps.timeZone),
        loads: records.map(loadOf),
        spend: await spend.loadAll(),
        ...(run?.finishedAt === undefined
          ? {}
          : {
              run: {
                id: run.id,
                finishedAt: run.finishedAt,
                ...(run.reconciliation === undefined ? {} : { reconciliation: run.reconciliation }),
              },
            }),
      },
      rules,
    )
    const fieldOf = new Map(rules.map(({ id, field }) => [id, field]))
    rows.push(...found.failing.map((row) => ({ row, field: fieldOf.get(row.rule) ?? '' })))
    addCounts(evaluated, found.evaluated)
    const ofProducts = productFindings(catalogue, { rules, today: dayIn(scan.startedAt, deps.timeZone) })
    rows.push(...ofProducts.rows)
    addCounts(evaluated, ofProducts.evaluated)
  }
  const rejected = ruleOfCheck(rules, 'rows-rejected')
  if (rejected) {
    rows.push(...(await rejectedRows(records, { rule: rejected.id, files: deps.files })))
    evaluated[rejected.id] = records.reduce((sum, { counts }) => sum + counts.read, 0)
  }
  const file = scanFiles.wholeRows(scan.id)
  const { text, groups } = shareOf(rows, Buffer.byteLength)
  if (text !== '') await deps.files.put(file, text)
  return { file, groups, evaluated, stats: emptyStats(), clients: 0 }
}

function addGroup(groups: Map<string, Group>, place: GroupPlace, file: string): void {
  const { rule, field, source, start, end, count, clients, sample } = place
  const key = `${rule}\n${field}\n${source}`
  const known = groups.get(key)
  groups.set(key, {
    rule,
    field,
    source,
    count: (known?.count ?? 0) + count,
    clients: (known?.clients ?? 0) + clients,
    sample: [...(known?.sample ?? []), ...sample].slice(0, SAMPLE_ROWS),
    places: [...(known?.places ?? []), { file, start, end, count }],
  })
}

interface Findings {
  readonly rules: readonly Rule[]
  readonly whole: Together
  readonly settings: QualitySettings
}

async function applyFindings(scan: Scan, { rules, whole, settings }: Findings, deps: ScanDeps) {
  const { issues } = scanStores(deps)
  const scanning: Scanning = {
    scanId: scan.id,
    startedAt: scan.startedAt,
    at: deps.clock(),
    isLight: scan.isLight,
    sla: settings.slaHours,
  }
  const byRule = new Map(rules.map((rule) => [rule.id, rule]))
  const places = Object.fromEntries(whole.groups.map((group) => [issueId(group), group.places]))
  await deps.files.put(scanFiles.index(scan.id), JSON.stringify(places), 'application/json')
  let opened = 0
  for (const { places: _places, ...group } of whole.groups) {
    const rule = byRule.get(group.rule)
    if (!rule) continue
    const { rule: id, field, source, count, clients, sample } = group
    const landedAt = whole.landed.get(source)
    const sighting = {
      identity: { rule: id, field, source },
      count,
      clients,
      sample,
      evaluated: whole.evaluated[id] ?? count,
      ...(landedAt === undefined ? {} : { landedAt }),
    }
    const isNew = await decided(issues, issueId(group), (issue) =>
      isOvertaken(issue, scanning) ? undefined : sighted(issue, rule, sighting, scanning),
    )
    if (isNew) opened += 1
  }
  return {
    opened,
    passed: scan.isLight ? 0 : await letPass(new Set(Object.keys(places)), { scanning, whole }, issues),
  }
}

/** Open issues of rules that were checked and failed nowhere have passed. What an import once rejected stays rejected. */
async function letPass(
  seen: ReadonlySet<string>,
  { scanning, whole }: { scanning: Scanning; whole: Together },
  issues: Issues,
): Promise<number> {
  const open = await issues.cards(true)
  const closed = await issues.cards(false)
  const standing = [...open.cards, ...closed.cards.filter(({ st }) => st === 'suppressed')]
  let count = 0
  for (const { id, r, u } of standing) {
    const isChecked = whole.evaluated[r] !== undefined && r !== 'load-rows-rejected'
    if (seen.has(id) || !isChecked || u !== undefined) continue
    await decided(issues, id, (issue) => {
      if (!issue || isOvertaken(issue, scanning) || (!isOpen(issue.status) && issue.status !== 'suppressed'))
        return undefined
      count += 1
      return passed(issue, scanning)
    })
  }
  return count
}
