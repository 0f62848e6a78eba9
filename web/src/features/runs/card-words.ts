import type { HoldoutCard } from '#shared/pipeline/report-card-view.schema'
import { modelTitle } from '../../lib/model-title.ts'

/** Ways to predict that need no model, in words. */
export function guessTitle(name: string, days: number): string {
  switch (name) {
    case 'own-rate':
      return 'Everybody buys as often as so far'
    case 'last-period':
      return `Everybody buys as in the ${days} days before`
    case 'zero':
      return 'Nobody buys again'
    default:
      return modelTitle(name)
  }
}

/** Ways to pick the best clients, in words. */
export const rankingTitles: Readonly<Record<HoldoutCard['gains'][number]['name'], string>> = {
  model: 'The model',
  'past-spend': 'Spend so far',
  frequency: 'Purchases so far',
  perfect: 'Knowing the future',
}

/** A reason with the models named as in the literature. */
export function withModels(reason: string): string {
  return reason.replaceAll(/\b(?:bg|mbg|pareto)-nbd\b/g, modelTitle)
}
