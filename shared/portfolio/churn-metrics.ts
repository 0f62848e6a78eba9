/** Observed loss by group that can be followed. */
import { shareFigure } from './kpis.ts'
import { type LossFactor, lossFactors } from './churn-factors.ts'
import { isTaken } from './snapshot.ts'
import { type About, filterOf, totalOf, type TracedMetric, type TracedPart } from './traced.ts'

function groupPart(index: 0 | 1, title: string) {
  return ({ question }: About): TracedPart => {
    const filter = filterOf(question)
    return {
      title,
      unit: 'count',
      of: ([table, factor, segment = '', channel = '', status = '', bin], amounts) =>
        table === 'churn' &&
        factor === (question.factor ?? 'tenure') &&
        (question.bin === undefined || question.bin === bin) &&
        isTaken(filter, { segment, channel, status })
          ? (amounts[index] ?? 0)
          : 0,
    }
  }
}

const lost = groupPart(1, 'Lost by the as-of day')
const before = groupPart(0, 'Active before')

function groupTitle({ question }: About): string {
  const factor = lossFactors[(question.factor ?? 'tenure') as LossFactor] // -- because unknown names fall through below
  const bins: readonly (readonly [string, string])[] = factor?.bins ?? []
  const bin = bins.find(([name]) => name === question.bin)
  return factor ? `${factor.title}: ${bin?.[1] ?? 'every group'}` : 'every group'
}

/** Observed loss, by name. */
export const lossMetrics: Readonly<Record<string, TracedMetric>> = {
  'loss-rate': {
    title: 'Observed loss',
    definition: (about) =>
      `Of the clients active ${about.snapshot.context.settings.churnHorizonDays} days before the as-of day, by what was ` +
      `known then, the share no longer active on it. ${groupTitle(about)}.`,
    when: ({ snapshot }) => `the ${snapshot.context.settings.churnHorizonDays} days to ${snapshot.asOf}`,
    formula: '{numerator} ÷ {denominator}',
    numerator: lost,
    denominator: before,
    figure: (about) =>
      shareFigure(totalOf(lost(about), about), totalOf(before(about), about), 'Nobody was in this group.'),
  },
}
