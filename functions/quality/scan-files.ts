/** Where the files of a scan lie in the bucket. */
export const scanFiles = {
  rules: (scan: string) => `quality/${scan}/rules.json`,
  rows: (scan: string, shard: number, part: number) => `quality/${scan}/rows-${shard}-${padded(part)}.ndjson`,
  summary: (scan: string, shard: number, part: number) =>
    `quality/${scan}/rows-${shard}-${padded(part)}.json`,
  keys: (scan: string, shard: number, part: number, bucket: number) =>
    `quality/${scan}/keys-${shard}-${padded(part)}-${padded(bucket)}.ndjson`,
  matchRows: (scan: string, bucket: number) => `quality/${scan}/match-${padded(bucket)}.ndjson`,
  matchSummary: (scan: string, bucket: number) => `quality/${scan}/match-${padded(bucket)}.json`,
  wholeRows: (scan: string) => `quality/${scan}/whole.ndjson`,
  /** By issue: the byte ranges of its failing rows. */
  index: (scan: string) => `quality/${scan}/index.json`,
  /** What clients were before a batch of fixes. */
  before: (batch: string) => `quality/fixes/${batch}.ndjson`,
} as const

function padded(number: number): string {
  return String(number).padStart(5, '0')
}
