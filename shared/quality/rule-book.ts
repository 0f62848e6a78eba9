/** The rules of a house: the shipped ones as it changed them, and its own. */
import * as v from 'valibot'
import { roles } from '#shared/access/rights'
import { invalidInput } from '#shared/kernel/errors'
import { fieldsBySubject } from './fields.ts'
import { areas, type Area, dimensions, operators, type Rule, severities, subjects } from './rule.ts'
import { shippedRules } from './shipped-loads.ts'

const Condition = v.strictObject({
  field: v.pipe(v.string(), v.maxLength(40)),
  operator: v.picklist(operators),
  value: v.optional(v.union([v.pipe(v.string(), v.maxLength(200)), v.number(), v.boolean()])),
  other: v.optional(v.pipe(v.string(), v.maxLength(40))),
})

/** A rule that a user writes: a simple check with its sentence. */
export const NewRule = v.strictObject({
  sentence: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(8, 'Say in a sentence what is true of good data.'),
    v.maxLength(200),
  ),
  dimension: v.picklist(dimensions),
  severity: v.picklist(severities),
  owner: v.optional(v.picklist(roles), 'steward'),
  subject: v.picklist(subjects),
  filter: v.pipe(v.array(Condition), v.maxLength(4)),
  failsWhen: v.pipe(v.array(Condition), v.minLength(1, 'Say when a record fails.'), v.maxLength(4)),
})
/** A rule that a user writes. */
export type NewRule = v.InferOutput<typeof NewRule>

/** What may be changed of any rule. */
export const RuleChange = v.strictObject({
  isEnabled: v.optional(v.boolean()),
  owner: v.optional(v.picklist(roles)),
  severity: v.optional(
    v.strictObject({
      base: v.picklist(severities),
      raised: v.optional(
        v.pipe(
          v.array(
            v.strictObject({
              fromShare: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
              to: v.picklist(severities),
            }),
          ),
          v.maxLength(4),
        ),
      ),
    }),
  ),
})
/** What may be changed of any rule. */
export type RuleChange = v.InferOutput<typeof RuleChange>

/** A rule of the house, or what it changed of a shipped one. */
export interface RuleOverride {
  readonly id: string
  readonly change: RuleChange
  readonly own?: NewRule
  readonly by: string
  readonly at: string
}

/** A rule as it is shown and edited. */
export const RuleView = v.object({
  id: v.string(),
  sentence: v.string(),
  dimension: v.picklist(dimensions),
  area: v.picklist(areas),
  field: v.string(),
  owner: v.picklist(roles),
  isEnabled: v.boolean(),
  isShipped: v.boolean(),
  severity: v.object({
    base: v.picklist(severities),
    raised: v.optional(v.array(v.object({ fromShare: v.number(), to: v.picklist(severities) }))),
  }),
  check: v.object({
    kind: v.picklist(['simple', 'special']),
    name: v.optional(v.string()),
    subject: v.optional(v.picklist(subjects)),
    filter: v.optional(v.array(Condition)),
    failsWhen: v.optional(v.array(Condition)),
  }),
})

const areaOf = {
  client: 'clients',
  line: 'transactions',
  holding: 'clients',
  engagement: 'engagement',
  product: 'products',
} as const satisfies Record<NewRule['subject'], Area>

/** The rule that a user's wish makes. @throws DomainError `rule.unknown-field` */
export function ownRule(id: string, wish: NewRule): Rule {
  const known = new Set(fieldsBySubject[wish.subject].map(({ name }) => name))
  const issues = (['filter', 'failsWhen'] as const).flatMap((part) =>
    wish[part].flatMap(({ field, other, value, operator }, index) => {
      const path = `${part}.${index}`
      if (!known.has(field) || (other !== undefined && !known.has(other)))
        return [{ path, message: 'There is no such field.' }]
      const takesNone = operator === 'is-blank' || operator === 'is-filled' || operator === 'is-no-email'
      return takesNone || value !== undefined || other !== undefined
        ? []
        : [{ path, message: 'Say what to compare with.' }]
    }),
  )
  if (issues.length > 0)
    throw invalidInput('rule.unknown-field', 'The rule cannot be checked as it is.', issues)
  const conditions = (list: NewRule['filter']) =>
    list.map(({ field, operator, value, other }) => ({
      field,
      operator,
      ...(value === undefined ? {} : { value }),
      ...(other === undefined ? {} : { other }),
    }))
  return {
    id,
    sentence: wish.sentence,
    dimension: wish.dimension,
    area: areaOf[wish.subject],
    field: wish.failsWhen[0]?.field ?? '',
    severity: { base: wish.severity },
    owner: wish.owner,
    isEnabled: true,
    isShipped: false,
    check: {
      kind: 'simple',
      subject: wish.subject,
      filter: conditions(wish.filter),
      failsWhen: conditions(wish.failsWhen),
    },
  }
}

/** Every rule of a house under what it changed. */
export function ruleBook(changes: readonly RuleOverride[]): Rule[] {
  const byId = new Map(changes.map((one) => [one.id, one]))
  const own = changes.flatMap(({ id, own: wish }) => (wish ? [ownRule(id, wish)] : []))
  return [...shippedRules, ...own].map((rule) => changedRule(rule, byId.get(rule.id)?.change))
}

function changedRule(rule: Rule, change: RuleChange | undefined): Rule {
  if (!change) return rule
  const { isEnabled = rule.isEnabled, owner = rule.owner, severity } = change
  if (!severity) return { ...rule, isEnabled, owner }
  const { base, raised } = severity
  return { ...rule, isEnabled, owner, severity: { base, ...(raised ? { raised } : {}) } }
}
