import type { MatchKey } from '#shared/quality/finding'
import { emptyStats } from '#shared/quality/finding'
import { matchedRows, matchesEvaluated } from '#shared/quality/judge'
import type { Rule } from '#shared/quality/rule'
import type { Scan } from '#shared/quality/scan'
import { shareOf, type ShareSummary } from '#shared/quality/share'
import { scanFiles } from './scan-files.ts'
import type { ScanDeps } from './scan-job.ts'

/** Matches the keys of one bucket: only they are in memory. Equal keys are always in one bucket. */
export async function matchBucket(
  scan: Scan,
  bucket: number,
  { rules, deps }: { rules: readonly Rule[]; deps: ScanDeps },
): Promise<void> {
  const { files } = deps
  const keys: MatchKey[] = []
  for (const { shard, part } of partsOf(scan)) {
    const text = (await files.text(scanFiles.keys(scan.id, shard, part, bucket))) ?? ''
    for (const line of text.split('\n')) if (line !== '') keys.push(JSON.parse(line) as MatchKey) // -- because the scan wrote them
  }
  const fieldOf = new Map(rules.map(({ id, field }) => [id, field]))
  const rows = matchedRows(keys, rules).map((row) => ({ row, field: fieldOf.get(row.rule) ?? '' }))
  const file = scanFiles.matchRows(scan.id, bucket)
  const { text, groups } = shareOf(rows, Buffer.byteLength)
  const evaluated = matchesEvaluated(keys, rules)
  const summary: ShareSummary = { file, groups, evaluated, stats: emptyStats(), clients: 0 }
  if (text !== '') await files.put(file, text)
  await files.put(scanFiles.matchSummary(scan.id, bucket), JSON.stringify(summary), 'application/json')
}

/** The parts that the shards of a scan left behind. */
export function partsOf({ progress }: Pick<Scan, 'progress'>): { shard: number; part: number }[] {
  return Object.entries(progress)
    .filter(([name]) => name.startsWith('scan#'))
    .flatMap(([name, { parts }]) =>
      Array.from({ length: parts }, (_, part) => ({ shard: Number(name.slice(5)), part })),
    )
    .sort((a, b) => a.shard - b.shard || a.part - b.part)
}
