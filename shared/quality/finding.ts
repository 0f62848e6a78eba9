/** What a check finds. */

/** A record that fails a rule. */
export interface FailingRow {
  readonly rule: string
  /** The import that last wrote the record, or `live`. */
  readonly source: string
  /** What fails: the id of a client, a transaction, a holding, client/month, a product, channel/month, a file's row. */
  readonly subject: string
  readonly clientId?: string
  /** The value found. */
  readonly value?: string
  /** What else is to be said of it. */
  readonly says?: string
  /** Clients that fail together with this one. */
  readonly members?: readonly string[]
}

/** What a client is matched with others by; `name` is folded, its words in order. */
export interface MatchKey {
  readonly by: 'email' | 'birth'
  readonly key: string
  readonly clientId: string
  readonly source: string
  readonly name?: string
}

/** Counts that whole-portfolio checks need; they add up over shares of the table. */
export interface QualityStats {
  clients: number
  /** Clients with a profile. */
  profiles: number
  channels: Record<string, number>
  /** Transaction lines by month. */
  linesByMonth: Record<string, number>
  /** Clients joined in the last 90 days and in the year before, by channel. */
  joined: { recent: Record<string, number>; before: Record<string, number> }
  /** Purchases of the last 90 days and of the year before, by bin of amount. */
  amounts: { recent: Record<string, number>; before: Record<string, number> }
  newestLine: string
  newestMonth: string
}

/** Nothing counted yet. */
export function emptyStats(): QualityStats {
  return {
    clients: 0,
    profiles: 0,
    channels: {},
    linesByMonth: {},
    joined: { recent: {}, before: {} },
    amounts: { recent: {}, before: {} },
    newestLine: '',
    newestMonth: '',
  }
}

/** Adds counts into a sum. */
export function addStats(sum: QualityStats, more: QualityStats): void {
  sum.clients += more.clients
  sum.profiles += more.profiles
  addCounts(sum.channels, more.channels)
  addCounts(sum.linesByMonth, more.linesByMonth)
  for (const when of ['recent', 'before'] as const) {
    addCounts(sum.joined[when], more.joined[when])
    addCounts(sum.amounts[when], more.amounts[when])
  }
  if (more.newestLine > sum.newestLine) sum.newestLine = more.newestLine
  if (more.newestMonth > sum.newestMonth) sum.newestMonth = more.newestMonth
}

/** Adds counts by name. */
export function addCounts(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count
}
