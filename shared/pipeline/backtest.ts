/**
 * The back-test of a run: how its models would have done on the last days (`models.md` 5.5). Every figure is of the
 * models fitted without those days; the run's own models are then fitted to all days.
 */
import { dayNumber, dayOf, type CivilDay } from '#shared/kernel/day'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import type { HoldoutErrors } from '#shared/models/report-card'
import type { ClientDays } from './client-days.ts'
import { type HeldOutClient, heldOut, type Split, splitOf, type TestedModel, testModels } from './holdout.ts'

/** The models on the days held out, before one of them is chosen. */
export interface BackTest {
  readonly split: Split
  readonly clients: readonly HeldOutClient[]
  readonly models: readonly TestedModel[]
}

/** Fits the models to what was known before the days held out; a portfolio too young or too thin says so. */
export function backTest(
  rows: readonly ClientDays[],
  { asOf, names }: { asOf: CivilDay; names: readonly PurchaseModelName[] },
): BackTest | { readonly reason: string } {
  const split = splitOf(rows, dayNumber(asOf))
  return 'reason' in split ? split : backTestOf(rows, split, names)
}

/** The same with a split of one's own. */
export function backTestOf(
  rows: readonly ClientDays[],
  split: Split,
  names: readonly PurchaseModelName[],
): BackTest | { readonly reason: string } {
  const clients = heldOut(rows, split)
  const models = testModels(clients, split.days, names)
  const sound = models.filter(({ fit }) => isSound(fit.diagnosis?.code))
  if (sound.length > 0) return { split, clients, models: sound }
  const sentence = models[0]?.fit.diagnosis?.sentence ?? 'No model could be fitted.'
  return { reason: `On ${dayOf(split.cut)}, before the ${split.days} days held back: ${sentence}` }
}

// A model that sees no leaving still predicts; one without data, or that did not settle, does not.
const isSound = (code: string | undefined): boolean =>
  code === undefined || code === 'fit.dropout-not-identified'

/** Errors by model, for the choice among them. */
export function errorsByModel(
  test: ReturnType<typeof backTest>,
): Partial<Record<PurchaseModelName, HoldoutErrors>> {
  return 'reason' in test ? {} : Object.fromEntries(test.models.map(({ name, errors }) => [name, errors]))
}
