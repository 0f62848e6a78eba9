/** From what the shares of a scan found to what fails in the whole: matches, spellings, history. */
import { groupedBy } from '#shared/import/grouped'
import type { FailingRow, MatchKey } from './finding.ts'
import { type Match, matchesOf } from './near-names.ts'
import { LIVE } from './rows.ts'
import type { Rule, SpecialCheck } from './rule.ts'
import { misspelledChannels, type Whole, wholeChecks, type WholeFinding } from './whole-checks.ts'

const checkOf = { email: 'email-unique', person: 'person-unique', near: 'name-near' } as const

/** The enabled rule that a special check serves. */
export function ruleOfCheck(rules: readonly Rule[], name: SpecialCheck): Rule | undefined {
  return rules.find(({ isEnabled, check }) => isEnabled && check.kind === 'special' && check.name === name)
}

/** The failing rows of matches among keys of one bucket: every client of a group is a row that names the others. */
export function matchedRows(keys: readonly MatchKey[], rules: readonly Rule[]): FailingRow[] {
  const groups = groupedBy(keys, ({ by, key }) => `${by}|${key}`)
  return [...groups.values()].flatMap(matchesOf).flatMap((match) => rowsOfMatch(match, rules))
}

function rowsOfMatch({ by, members }: Match, rules: readonly Rule[]): FailingRow[] {
  const rule = ruleOfCheck(rules, checkOf[by])
  if (!rule) return []
  const sources = new Set(members.map(({ source }) => source))
  const source = sources.size === 1 ? (members[0]?.source ?? LIVE) : LIVE
  const ids = members.map(({ clientId }) => clientId).sort()
  return members.map(({ clientId, key, name }) => ({
    rule: rule.id,
    source,
    subject: clientId,
    clientId,
    value: by === 'email' ? key : (name ?? key),
    ...(by === 'email' ? {} : { says: `Born on ${key}` }),
    members: ids,
  }))
}

/** How many match keys a rule looked at, by check. */
export function matchesEvaluated(keys: readonly MatchKey[], rules: readonly Rule[]): Record<string, number> {
  const evaluated: Record<string, number> = {}
  for (const { by } of keys)
    for (const name of by === 'email'
      ? (['email-unique'] as const)
      : (['person-unique', 'name-near'] as const)) {
      const rule = ruleOfCheck(rules, name)
      if (rule) evaluated[rule.id] = (evaluated[rule.id] ?? 0) + 1
    }
  return evaluated
}

/** What the whole checks find under the enabled rules. */
export function wholeFindings(whole: Whole, rules: readonly Rule[]) {
  const failing: FailingRow[] = []
  const evaluated: Record<string, number> = {}
  for (const [name, check] of Object.entries(wholeChecks) as [
    SpecialCheck,
    (whole: Whole) => WholeFinding,
  ][]) {
    const rule = ruleOfCheck(rules, name)
    if (!rule) continue
    const found = check(whole)
    if (found.evaluated > 0) evaluated[rule.id] = found.evaluated
    failing.push(...found.failing.map((row) => ({ rule: rule.id, ...row })))
  }
  return { failing, evaluated }
}

/** Which channels are misspellings, and of what. */
export function spellings(whole: Pick<Whole, 'stats'>): Map<string, string> {
  return misspelledChannels(whole.stats.channels)
}

/**
 * Whether the findings of a rule mean anything for this house: without a clients' file every client is unknown, without
 * a catalogue every product is.
 */
export function isApplicable(rule: string, house: { profiles: number; listedProducts: number }): boolean {
  if (rule === 'transaction-client-unknown') return house.profiles > 0
  const ofCatalogue = [
    'transaction-product-unknown',
    'transaction-product-missing',
    'product-unknown',
    'holding-product-unknown',
  ]
  return !ofCatalogue.includes(rule) || house.listedProducts > 0
}
