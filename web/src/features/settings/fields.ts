import { decimal, percent } from '../../lib/format.ts'

/** One value of a part, as it is asked for and shown. */
export interface SettingField {
  /** Dotted path of the value inside its part. */
  readonly path: string
  readonly label: string
  readonly help: string
  /** `percent` is typed as 10 and stored as 0.1, `money` in units and stored in minor ones; `choice` needs `options`; `toggle` is yes or no. */
  readonly kind: 'percent' | 'money' | 'number' | 'choice' | 'toggle'
  /** Stands behind the number. */
  readonly unit?: string
  readonly options?: readonly { readonly value: string | number; readonly title: string }[]
  /** What it means that nothing is typed; absent: something must be. */
  readonly automatic?: string
}

/** The value at a dotted path. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
}

/** A copy with another value at a dotted path; undefined takes the key away. */
export function withValue(value: unknown, path: string, wanted: unknown): unknown {
  const [key = '', ...rest] = path.split('.')
  if (Array.isArray(value))
    return value.map((inner: unknown, index) =>
      index !== Number(key) ? inner : rest.length === 0 ? wanted : withValue(inner, rest.join('.'), wanted),
    )
  const { [key]: before, ...others } = (value ?? {}) as Record<string, unknown>
  const after = rest.length === 0 ? wanted : withValue(before, rest.join('.'), wanted)
  return after === undefined ? others : { ...others, [key]: after }
}

/** A stored value as it is typed. */
export function typed({ kind }: SettingField, value: unknown): string {
  if (value === undefined || value === null) return ''
  // 0.07 × 100 is not 7 in doubles.
  if (kind === 'percent') return String(Number((Number(value) * 100).toFixed(6)))
  if (kind === 'money') return String(Number(value) / 100)
  return String(value)
}

/** A typed value as it is stored; what is no number stays text, so that the rules can refuse it. */
export function stored({ kind, options }: SettingField, text: string): unknown {
  const trimmed = text.trim()
  if (kind === 'toggle') return trimmed === 'true'
  if (kind === 'choice') return options?.find(({ value }) => String(value) === trimmed)?.value ?? trimmed
  if (trimmed === '') return undefined
  const number = Number(trimmed)
  if (!Number.isFinite(number)) return trimmed
  if (kind === 'money') return Number((number * 100).toFixed(6))
  return kind === 'percent' ? Number((number / 100).toFixed(8)) : number
}

/** A stored value as words. */
export function shown({ kind, unit, options, automatic }: SettingField, value: unknown): string {
  if (value === undefined || value === null) return automatic ?? 'Not set'
  if (kind === 'toggle') return value ? 'Yes' : 'No'
  if (kind === 'choice') return options?.find((option) => option.value === value)?.title ?? String(value)
  if (typeof value !== 'number') return String(value)
  if (kind === 'percent') return percent(value, Number.isInteger(Math.round(value * 1e6) / 1e4) ? 0 : 1)
  if (kind === 'money') return decimal(value / 100)
  return unit ? `${decimal(value)} ${unit}` : decimal(value)
}
