import { DomainError } from '#shared/kernel/errors'

/**
 * How long relationships lasted, in whole periods: at each age, how many were lost in that period and how many are
 * known only to have survived it. A loss in period t happened after t − 1 renewals.
 */
export interface ContractLifetime {
  /** t ≥ 1 for losses; t ≥ 0 for survivors. */
  readonly age: number
  readonly lost: number
  readonly survived: number
}

/** Lifetimes of one cohort from its sizes at ages 0, 1, 2, …: those left at the end survive, the others were lost on the way. */
export function lifetimesOfCohort(sizes: readonly number[]): ContractLifetime[] {
  return sizes.slice(1).map((size, index) => ({
    age: index + 1,
    lost: (sizes[index] ?? size) - size,
    survived: index === sizes.length - 2 ? size : 0,
  }))
}

/**
 * Lifetimes from one row per client; clients of age 0 that are not lost carry no information and are left out.
 *
 * @throws DomainError `lifetime.invalid` for an age that is not a whole number ≥ 0
 */
export function lifetimesOfClients(
  clients: readonly { readonly age: number; readonly isLost: boolean }[],
): ContractLifetime[] {
  const byAge = new Map<number, { lost: number; survived: number }>()
  for (const { age, isLost } of clients) {
    if (!Number.isInteger(age) || age < 0)
      throw new DomainError(
        'invalid',
        'lifetime.invalid',
        'The age of a relationship needs to be whole periods.',
      )
    if (age === 0) continue
    const known = byAge.get(age) ?? { lost: 0, survived: 0 }
    byAge.set(age, { lost: known.lost + (isLost ? 1 : 0), survived: known.survived + (isLost ? 0 : 1) })
  }
  return [...byAge].sort(([left], [right]) => left - right).map(([age, counts]) => ({ age, ...counts }))
}
