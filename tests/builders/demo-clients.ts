/** The clients of the demo as they are stored once its files are imported, faults left out, with the context of a run. */
import { revised } from '#shared/client/change'
import type { ClientWithFacts } from '#shared/client/client'
import { createRandom } from '#shared/numeric/random'
import { fitModels, SEED } from '#shared/pipeline/fit'
import { emptySummary, summarise } from '#shared/pipeline/summarise'
import {
  type Context,
  DEFINITIONS,
  defaultSettings,
  flowMonths,
  listedPeriods,
  monthEndsBefore,
} from '#shared/portfolio/context'
import { historyMonths } from '#infra/local/demo/calendar'
import { productsById } from '#infra/local/demo/catalogue'
import type { ClientFacts } from '#infra/local/demo/ledger'
import { newcomer } from '#infra/local/demo/newcomers'

export const DEMO_DAY = '2026-03-14'

export function demoClients(count: number, seed = 1): ClientWithFacts[] {
  const world = { today: DEMO_DAY, months: historyMonths(DEMO_DAY) }
  return Array.from({ length: count }, (_, number) => {
    const { row, facts } = newcomer(createRandom(seed, number + 1), number + 1, world)
    const { channel, joinedOn } = row
    return revised(row.clientId, undefined, {
      profile: { isPlaceholder: false, joinedOn, ...(channel === '' ? {} : { channel }) },
      put: factsOf(facts),
      channels: ['web', 'branch'],
    })
  })
}

function factsOf({ holdings, lines, engagement, events }: ClientFacts): ClientWithFacts['facts'] {
  const orders = Map.groupBy(lines, ({ transactionId }) => transactionId)
  const months = Map.groupBy(engagement, ({ month }) => month)
  return [
    ...holdings.map(({ holdingId: id, productId, openedOn, closedOn }) => ({
      fact: 'holding' as const,
      id,
      productId,
      openedOn,
      ...(closedOn === '' ? {} : { closedOn }),
    })),
    ...[...orders].map(([id, some]) => ({
      fact: 'order' as const,
      id,
      day: some[0]?.occurredOn ?? DEMO_DAY,
      lines: some.map(({ productId, kind, quantity, amountCents }) => ({
        productId,
        kind,
        quantity,
        amountCents,
      })),
    })),
    ...[...months].map(([month, rows]) => ({
      fact: 'engagement' as const,
      month,
      channels: Object.fromEntries(
        rows.map(({ channel, logins, activeDays, sessions, featuresUsed, digitalTransactions }) => [
          channel,
          { logins, activeDays, sessions, featuresUsed, digitalTransactions },
        ]),
      ),
    })),
    ...events.map(({ eventId: id, occurredOn: day, kind }) => ({ fact: 'event' as const, id, day, kind })),
  ]
}

export function demoCatalogue(): Context['catalogue'] {
  return Object.fromEntries(
    [...productsById].map(([id, { kind, family, isAnchor, marginRate }]) => [
      id,
      { kind, family, isAnchor, marginRate },
    ]),
  )
}

/** The context of a run over these clients. */
export function contextOver(
  clients: readonly ClientWithFacts[],
  { asOf = DEMO_DAY, catalogue = demoCatalogue() }: { asOf?: string; catalogue?: Context['catalogue'] } = {},
): Context {
  const summary = emptySummary()
  for (const client of clients) summarise(summary, client, { asOf, settings: defaultSettings, catalogue })
  const { models, draws, cuts, activityWindowDays } = fitModels(summary)
  return {
    runId: 'demo',
    definitions: DEFINITIONS,
    asOf,
    settings: defaultSettings,
    activityWindowDays,
    models,
    draws,
    seed: SEED,
    cuts,
    catalogue,
    monthEnds: monthEndsBefore(asOf),
    months: flowMonths(asOf),
    periods: listedPeriods(asOf),
  }
}
