/** Every figure that can be followed: `GET /api/trace/:metric`. Adding one is adding an entry. */
import { cohortMetrics } from './cohort-metrics.ts'
import { computedMetrics } from './computed-metrics.ts'
import type { FlowMeasureName, StateMeasure } from './contribution.ts'
import { averageActive, averageEver, churn, clvAtRisk, type ClvPart, retention, stateAt } from './kpis.ts'
import {
  atRiskDefinition,
  averageDefinition,
  churnDefinition,
  retentionDefinition,
} from './metric-definitions.ts'
import { lossMetrics } from './churn-metrics.ts'
import { productMetrics } from './product-metrics.ts'
import { ofFlow, ofState } from './selection.ts'
import { type About, dayOf, filterOf, stretchOf, type TracedMetric, type TracedPart } from './traced.ts'

type Unit = TracedPart['unit']

const stateOf =
  (title: string, unit: Unit, ...measures: readonly StateMeasure[]) =>
  (about: About): TracedPart => ({
    title,
    unit,
    of: ofState(dayOf(about), measures, filterOf(about.question)),
  })

type Signed = Readonly<Partial<Record<FlowMeasureName, 1 | -1>>>

const flowOf =
  (title: string, unit: Unit, measures: Signed) =>
  ({ question }: About): TracedPart => ({
    title,
    unit,
    of: ofFlow(stretchOf(question), measures, filterOf(question)),
  })

function notValued(about: About) {
  const { active, activeValued } = stateAt(about.snapshot, dayOf(about), filterOf(about.question))
  return active > activeValued
    ? [{ title: 'Active clients that could not be valued', count: active - activeValued }]
    : []
}

function earlyExits({ snapshot, question }: About) {
  const { of } = flowOf('Early exits', 'count', { earlyExits: 1 })({ snapshot, question })
  const count = Object.entries(snapshot.sums).reduce(
    (sum, [key, amounts]) => sum + of(key.split('|'), amounts),
    0,
  )
  return count > 0 ? [{ title: 'Clients who joined and left within the period', count }] : []
}

const average = (part: ClvPart, title: string, measures: readonly StateMeasure[]): TracedMetric => ({
  title,
  definition: ({ snapshot }) => averageDefinition(snapshot),
  formula: '{numerator} ÷ {denominator}',
  numerator: stateOf(
    part === 'total' ? 'Historic + predicted CLV' : part === 'historic' ? 'Historic CLV' : 'Predicted CLV',
    'cents',
    ...measures,
  ),
  denominator: stateOf('Active clients that could be valued', 'count', 'activeValued'),
  when: dayOf,
  figure: (about) => averageActive(about.snapshot, dayOf(about), { filter: filterOf(about.question), part }),
  exclusions: notValued,
})

const countOrSum = (
  title: string,
  definition: string,
  numerator: (about: About) => TracedPart,
): TracedMetric => ({ title, definition: () => definition, formula: '{numerator}', numerator })

const state = (title: string, unit: Unit, definition: string, ...measures: readonly StateMeasure[]) => ({
  ...countOrSum(title, definition, stateOf(title, unit, ...measures)),
  when: dayOf,
})
const flow = (title: string, unit: Unit, definition: string, measures: Signed) =>
  countOrSum(title, definition, flowOf(title, unit, measures))

const stateMetrics: Readonly<Record<string, TracedMetric>> = {
  'average-clv': average('total', 'Average CLV', ['activeValuedHistoric', 'activePredicted']),
  'average-historic-clv': average('historic', 'Average historic CLV', ['activeValuedHistoric']),
  'average-predicted-clv': average('predicted', 'Average predicted CLV', ['activePredicted']),
  'average-clv-ever': {
    title: 'Average CLV per client ever acquired',
    definition: () =>
      'Mean of historic and predicted CLV over every client ever acquired that could be valued, active or not.',
    formula: '{numerator} ÷ {denominator}',
    numerator: stateOf('Historic + predicted CLV', 'cents', 'valuedHistoric', 'predicted'),
    denominator: stateOf('Clients ever acquired that could be valued', 'count', 'valued'),
    when: dayOf,
    figure: ({ snapshot, question }) => averageEver(snapshot, filterOf(question)),
  },
  'clv-at-risk': {
    title: 'CLV at risk',
    definition: ({ snapshot }) => atRiskDefinition(snapshot),
    formula: '{numerator}',
    numerator: stateOf('CLV if active through the horizon − CLV', 'cents', 'atRisk'),
    when: dayOf,
    figure: (about) => clvAtRisk(about.snapshot, dayOf(about), filterOf(about.question)),
    exclusions: notValued,
  },
  clients: state('Clients', 'count', 'Clients acquired by the day.', 'clients'),
  'active-clients': state('Active clients', 'count', 'Clients inside a spell of activity.', 'active'),
  'total-clv': state(
    'Total CLV',
    'cents',
    'Historic CLV of every client acquired, plus predicted CLV of those that could be valued.',
    'historic',
    'predicted',
  ),
}

const flowMetrics: Readonly<Record<string, TracedMetric>> = {
  retention: {
    title: 'Retention',
    definition: ({ snapshot }) => retentionDefinition(snapshot),
    formula: '{numerator} ÷ {denominator}',
    numerator: flowOf('Active at the start and at the end', 'count', { retained: 1 }),
    denominator: flowOf('Active at the start', 'count', { activeAtStart: 1 }),
    figure: ({ snapshot, question }) => retention(snapshot, stretchOf(question), filterOf(question)),
  },
  churn: {
    title: 'Churn',
    definition: () => churnDefinition,
    formula: '{numerator} ÷ {denominator}',
    numerator: flowOf('Active at the start, not at the end', 'count', { lost: 1 }),
    denominator: flowOf('Active at the start', 'count', { activeAtStart: 1 }),
    figure: ({ snapshot, question }) => churn(snapshot, stretchOf(question), filterOf(question)),
    exclusions: earlyExits,
  },
  revenue: flow('Revenue', 'cents', 'Purchases and charges net of refunds within the days.', { revenue: 1 }),
  margin: flow('Margin', 'cents', 'Revenue less cost, or revenue × margin rate.', { margin: 1 }),
  charges: flow('Charges', 'cents', 'What the house charged within the days.', { charges: 1 }),
  orders: flow('Orders', 'count', 'Orders with at least one purchase.', { orders: 1 }),
  buyers: flow('Buyers', 'count', 'Clients with at least one order.', { buyers: 1 }),
  'new-clients': flow('New clients', 'count', 'Joined within the days and active at their end.', { new: 1 }),
  'returned-clients': flow('Returned', 'count', 'Not active at the start, active at the end, not new.', {
    returned: 1,
  }),
  'early-exits': flow('Early exits', 'count', 'Joined and left within the days.', { earlyExits: 1 }),
  'revenue-start': flow(
    'Revenue of the days before',
    'cents',
    'Revenue of the stretch this one is compared with, client by client.',
    {
      revenue: 1,
      revenueNew: -1,
      revenueReturned: -1,
      revenueExpanded: -1,
      revenueContracted: -1,
      revenueLost: -1,
    },
  ),
  'revenue-new': flow('New', 'cents', 'Revenue of clients who joined within the days.', { revenueNew: 1 }),
  'revenue-returned': flow('Returned', 'cents', 'Revenue of earlier clients without revenue before.', {
    revenueReturned: 1,
  }),
  'revenue-expanded': flow('Expansion', 'cents', 'More revenue than before, client by client.', {
    revenueExpanded: 1,
  }),
  'revenue-contracted': flow('Contraction', 'cents', 'Less revenue than before, client by client.', {
    revenueContracted: 1,
  }),
  'revenue-lost': flow('Lost', 'cents', 'Revenue before of clients without any within the days.', {
    revenueLost: 1,
  }),
  'end-status': {
    title: 'Clients by status at the start and at the end',
    definition: () => 'Clients of one status at the start of the days, by their status at the end.',
    formula: '{numerator}',
    numerator: (about) => flowOf('Clients', 'count', { [endMeasure(about.question.to)]: 1 } as Signed)(about), // -- because `endMeasure` names one
  },
}

const endMeasures: Readonly<Record<string, FlowMeasureName>> = {
  prospect: 'endProspect',
  active: 'endActive',
  dormant: 'endDormant',
  restricted: 'endRestricted',
  closed: 'endClosed',
}
const endMeasure = (status: string | undefined): FlowMeasureName =>
  endMeasures[status ?? 'active'] ?? 'endActive'

/** Every figure that can be followed, by name. */
export const metrics: Readonly<Record<string, TracedMetric>> = {
  ...stateMetrics,
  ...flowMetrics,
  ...cohortMetrics,
  ...computedMetrics,
  ...lossMetrics,
  ...productMetrics,
}
