/** How shipped rules are written down. */
import type { Area, Condition, Dimension, Rule, SeverityScale, SpecialCheck, Subject } from './rule.ts'

const areaOf: Readonly<Record<Subject, Area>> = {
  client: 'clients',
  line: 'transactions',
  holding: 'clients',
  engagement: 'engagement',
  product: 'products',
}

interface Shipped {
  readonly dimension: Dimension
  readonly field: string
  readonly severity: SeverityScale
  /** Shipped, but off until a house turns it on. */
  readonly isOff?: boolean
}

/** A shipped rule that the interpreter evaluates. */
export function simple(
  id: string,
  sentence: string,
  rest: Shipped & {
    readonly subject: Subject
    readonly filter?: readonly Condition[]
    readonly failsWhen: readonly Condition[]
  },
): Rule {
  const { dimension, field, severity, subject, filter = [], failsWhen, isOff = false } = rest
  const check = { kind: 'simple', subject, filter, failsWhen } as const
  return {
    ...fixed(id, sentence),
    dimension,
    area: areaOf[subject],
    field,
    severity,
    isEnabled: !isOff,
    check,
  }
}

/** A shipped rule checked by a named function. */
export function special(
  id: string,
  sentence: string,
  rest: Shipped & { readonly area: Area; readonly name: SpecialCheck },
): Rule {
  const { dimension, field, severity, area, name, isOff = false } = rest
  const check = { kind: 'special', name } as const
  return { ...fixed(id, sentence), dimension, area, field, severity, isEnabled: !isOff, check }
}

function fixed(id: string, sentence: string) {
  return { id, sentence, owner: 'steward', isShipped: true } as const
}
