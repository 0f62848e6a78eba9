import type * as v from 'valibot'
import type { Rule } from '#shared/quality/rule'
import type { RuleView } from '#shared/quality/rule-book'

/** A rule as it is shown. */
export function ruleView(rule: Rule): v.InferOutput<typeof RuleView> {
  const { id, sentence, dimension, area, field, owner, isEnabled, isShipped, severity, check } = rule
  return {
    id,
    sentence,
    dimension,
    area,
    field,
    owner,
    isEnabled,
    isShipped,
    severity: { base: severity.base, ...(severity.raised ? { raised: [...severity.raised] } : {}) },
    check:
      check.kind === 'special'
        ? { kind: 'special', name: check.name }
        : {
            kind: 'simple',
            subject: check.subject,
            filter: [...check.filter],
            failsWhen: [...check.failsWhen],
          },
  }
}
