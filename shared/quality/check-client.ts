/** All rules about one client at once: what fails, what was evaluated, what it is matched by. */
import type { ClientWithFacts } from '#shared/client/client'
import { addDays, type CivilDay, monthOf } from '#shared/kernel/day'
import { valueBin } from '#shared/portfolio/contribution'
import type { FailingRow, MatchKey, QualityStats } from './finding.ts'
import { compiledCheck } from './interpreter.ts'
import { comparableName } from './near-names.ts'
import { LIVE, type QualityWorld, rowsOf } from './rows.ts'
import type { Rule } from './rule.ts'
import { type ClientCheck, clientChecks } from './special-checks.ts'

/** What the check of one client finds. `candidates` are decided once the whole is known. */
export interface ClientVerdict {
  readonly failing: readonly FailingRow[]
  readonly evaluated: Readonly<Record<string, number>>
  readonly keys: readonly MatchKey[]
}

type Checked = (aggregate: ClientWithFacts, found: FailingRow[], evaluated: Record<string, number>) => void

/** Rules prepared once for all clients. */
export function createClientChecker(rules: readonly Rule[], world: QualityWorld) {
  const enabled = rules.filter(({ isEnabled }) => isEnabled)
  const specials = enabled.flatMap((rule): Checked[] => {
    if (rule.check.kind === 'simple') return []
    const check = (clientChecks as Record<string, ClientCheck | undefined>)[rule.check.name]
    return check ? [specialCheck(rule.id, check, world)] : []
  })
  const simple = simpleChecks(enabled, world)
  const names = new Set(enabled.flatMap(({ check }) => (check.kind === 'special' ? [check.name] : [])))
  return (aggregate: ClientWithFacts): ClientVerdict => {
    const failing: FailingRow[] = []
    const evaluated: Record<string, number> = {}
    simple(aggregate, failing, evaluated)
    for (const check of specials) check(aggregate, failing, evaluated)
    return { failing, evaluated, keys: keysOf(aggregate, names) }
  }
}

function specialCheck(rule: string, check: ClientCheck, world: QualityWorld): Checked {
  return (aggregate, found, evaluated) => {
    const { failing, evaluated: count } = check(aggregate, world)
    if (count > 0) evaluated[rule] = (evaluated[rule] ?? 0) + count
    for (const one of failing) found.push({ rule, clientId: aggregate.client.id, ...one })
  }
}

function simpleChecks(rules: readonly Rule[], world: QualityWorld): Checked {
  const compiled = rules.flatMap(({ id, check, field }) =>
    check.kind === 'simple' && check.subject !== 'product'
      ? [{ id, field, subject: check.subject, verdict: compiledCheck(check) }]
      : [],
  )
  return (aggregate, found, evaluated) => {
    const rows = rowsOf(aggregate, world)
    for (const { id, field, subject, verdict } of compiled)
      for (const row of rows[subject]) {
        const said = verdict(row.fields)
        if (said === 'not-evaluated') continue
        evaluated[id] = (evaluated[id] ?? 0) + 1
        if (said === 'passed') continue
        const value = row.fields[field]
        found.push({
          rule: id,
          source: row.source,
          subject: row.id,
          clientId: aggregate.client.id,
          ...(value === undefined ? {} : { value: String(value) }),
        })
      }
  }
}

function keysOf({ client }: ClientWithFacts, names: ReadonlySet<string>): MatchKey[] {
  const { email, name, birthDate, source } = client.profile
  const from = { clientId: client.id, source: source?.importId ?? LIVE }
  const keys: MatchKey[] = []
  if (email !== undefined && names.has('email-unique'))
    keys.push({ ...from, by: 'email', key: email.toLowerCase() })
  if (name !== undefined && birthDate !== undefined && (names.has('person-unique') || names.has('name-near')))
    keys.push({ ...from, by: 'birth', key: birthDate, name: comparableName(name) })
  return keys
}

// Ten bins a factor of ten are enough to see a distribution move.
const COARSE = 5

/** Counts one client into the statistics. */
export function countClient(stats: QualityStats, { client, facts }: ClientWithFacts, today: CivilDay): void {
  const { channel, joinedOn, isPlaceholder } = client.profile
  const recent = addDays(today, -90)
  const before = addDays(today, -455)
  const add = (counts: Record<string, number>, name: string) => (counts[name] = (counts[name] ?? 0) + 1)
  stats.clients += 1
  if (!isPlaceholder) stats.profiles += 1
  if (channel !== undefined) {
    const key = channel.trim().toLowerCase()
    add(stats.channels, key)
    if (joinedOn !== undefined && joinedOn <= today && joinedOn > before)
      add(joinedOn > recent ? stats.joined.recent : stats.joined.before, key)
  }
  for (const fact of facts) {
    if (fact.fact === 'engagement' && fact.month > stats.newestMonth) stats.newestMonth = fact.month
    if (fact.fact !== 'order' || fact.day > today) continue
    const month = monthOf(fact.day)
    stats.linesByMonth[month] = (stats.linesByMonth[month] ?? 0) + fact.lines.length
    if (fact.day > stats.newestLine) stats.newestLine = fact.day
    if (fact.day <= before) continue
    for (const { kind, amountCents } of fact.lines)
      if (kind === 'purchase')
        add(
          fact.day > recent ? stats.amounts.recent : stats.amounts.before,
          String(Math.floor(valueBin(amountCents) / COARSE)),
        )
  }
}
