import type { Issue } from './issue.ts'

/** What lists, badges and metrics need of an issue, short: the version of it that an index carries. Times in seconds. */
export interface IssueCard {
  readonly id: string
  readonly r: string
  readonly f: string
  readonly s: string
  readonly u?: string
  readonly dm: Issue['dimension']
  readonly ar: Issue['area']
  readonly st: Issue['status']
  readonly sv: Issue['severity']
  readonly as?: string
  readonly n: number
  readonly rc?: number
  readonly c: number
  readonly d: number
  readonly o: number
  readonly la?: number
  readonly k?: number
  readonly x?: number
  readonly au?: true
  readonly ad: number
  readonly rd: number
  readonly ro: number
  readonly rs: number
  readonly mt?: true
  /** Change of average CLV, churn and 12-month revenue without the affected rows; null where unknown. */
  readonly e?: readonly (number | null)[]
}

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1_000)
const since = <Key extends string>(key: Key, at: string | undefined) =>
  (at === undefined ? {} : { [key]: seconds(at) }) as Partial<Record<Key, number>>

/** The card of an issue. */
export function issueCard(issue: Issue): IssueCard {
  return {
    id: issue.id,
    r: issue.rule,
    f: issue.field,
    s: issue.source,
    ...(issue.subject === undefined ? {} : { u: issue.subject }),
    dm: issue.dimension,
    ar: issue.area,
    st: issue.status,
    sv: issue.severity,
    ...(issue.assignee === undefined ? {} : { as: issue.assignee }),
    n: issue.count,
    ...(issue.recent === 0 ? {} : { rc: issue.recent }),
    c: issue.clients,
    d: seconds(issue.detectedAt),
    o: seconds(issue.openedAt),
    ...since('la', issue.landedAt),
    ...since('k', issue.acknowledgedAt),
    ...since('x', issue.resolvedAt),
    ...(issue.isAutoResolved ? { au: true as const } : {}),
    ad: seconds(issue.acknowledgeDueAt),
    rd: seconds(issue.resolveDueAt),
    ro: issue.timesReopened,
    rs: issue.timesResolved,
    ...(issue.events > 1 ? { mt: true as const } : {}),
    ...(issue.effect ? { e: effectOf(issue) } : {}),
  }
}

function effectOf({ effect }: Issue): (number | null)[] {
  return (['average-clv', 'churn', 'revenue-12'] as const).map((kpi) => {
    const move = effect?.without.find((one) => one.kpi === kpi)
    return !move || move.then === null || move.now === null ? null : move.then - move.now
  })
}
