import { fieldsBySubject } from '#shared/quality/fields'
import type { Condition, Dimension, Operator, Severity, Subject } from '#shared/quality/rule'
import type { NewRule } from '#shared/quality/rule-book'

/** A condition as it is typed. */
export interface DraftCondition {
  readonly field: string
  readonly operator: Operator
  readonly with: 'value' | 'field'
  readonly value: string
  readonly other: string
}

/** A rule as it is typed. */
export interface RuleDraft {
  readonly sentence: string
  readonly dimension: Dimension
  readonly severity: Severity
  readonly subject: Subject
  readonly filter: DraftCondition[]
  readonly failsWhen: DraftCondition[]
}

/** What the comparisons are called. */
export const operatorTitles: Readonly<Record<Operator, string>> = {
  'is-blank': 'is blank',
  'is-filled': 'is filled',
  equals: 'is',
  differs: 'is not',
  below: 'is below',
  above: 'is above',
  'at-most': 'is at most',
  'at-least': 'is at least',
  contains: 'contains',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  'is-no-email': 'is no e-mail address',
}

/** Whether a comparison needs something to compare with. */
export function takesValue(operator: Operator): boolean {
  return !['is-blank', 'is-filled', 'is-no-email'].includes(operator)
}

/** A condition to begin with. */
export function emptyCondition(subject: Subject): DraftCondition {
  const [first] = fieldsBySubject[subject]
  return {
    field: first?.name ?? '',
    operator: 'is-blank',
    with: 'value',
    value: '',
    other: first?.name ?? '',
  }
}

/** A rule to begin with. */
export function emptyDraft(): RuleDraft {
  return {
    sentence: '',
    dimension: 'validity',
    severity: 'medium',
    subject: 'client',
    filter: [],
    failsWhen: [emptyCondition('client')],
  }
}

/** The rule that a draft says; money is typed in whole units and sent in minor ones. */
export function ruleOfDraft(draft: RuleDraft): NewRule {
  const conditions = (list: readonly DraftCondition[]) => list.map((one) => conditionOf(one, draft.subject))
  const { sentence, dimension, severity, subject } = draft
  return {
    sentence,
    dimension,
    severity,
    owner: 'steward',
    subject,
    filter: conditions(draft.filter),
    failsWhen: conditions(draft.failsWhen),
  }
}

function conditionOf(
  { field, operator, with: kind, value, other }: DraftCondition,
  subject: Subject,
): Condition {
  if (!takesValue(operator)) return { field, operator }
  if (kind === 'field') return { field, operator, other }
  const type = fieldsBySubject[subject].find(({ name }) => name === field)?.type
  const number = Number(value)
  if (type === 'money' && value !== '') return { field, operator, value: Math.round(number * 100) }
  if (type === 'number' && value !== '') return { field, operator, value: number }
  if (type === 'flag') return { field, operator, value: value.toLowerCase() === 'yes' || value === 'true' }
  return { field, operator, value }
}
