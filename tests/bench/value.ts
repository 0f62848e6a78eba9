/** How long `value` takes for one client, on purchases alone and on a bank. */
import { revised } from '#shared/client/change'
import type { ClientWithFacts } from '#shared/client/client'
import { dayOf } from '#shared/kernel/day'
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
import { value } from '#shared/portfolio/value'
import { historyMonths } from '#infra/local/demo/calendar'
import { productsById } from '#infra/local/demo/catalogue'
import { newcomer } from '#infra/local/demo/newcomers'
import type { ClientFacts } from '#infra/local/demo/ledger'
import { cdnowDays } from '#tests/shared/models/reference'
import { type Measured, medianTime, type Row, timeRow } from './row.ts'

const BANK_CLIENTS = 1_000
const BANK_DAY = '2026-03-14'
const TIMES = 5

/** Microseconds of one valuation, and what fitting before it took. */
export function measureValue(): Measured {
  const cdnow = [...cdnowDays()].map(([id, days]) => buyerOf(id, days))
  const bank = valueRows('bank', bankClients(), BANK_DAY, bankCatalogue())
  if (cdnow.length > 0) return { rows: [...valueRows('CDNOW sample', cdnow, '1998-06-30', {}), ...bank] }
  return { rows: bank, skipped: 'The CDNOW sample is not beside this copy (../shared/data).' }
}

function valueRows(
  name: string,
  clients: readonly ClientWithFacts[],
  asOf: string,
  catalogue: Context['catalogue'],
): Row[] {
  const facts = clients.reduce((sum, client) => sum + client.facts.length, 0)
  const summary = emptySummary()
  const summarising = medianTime(1, () => {
    for (const client of clients) summarise(summary, client, { asOf, settings: defaultSettings, catalogue })
  })
  let context: Context | undefined
  const fitting = medianTime(1, () => {
    context = contextOf(asOf, catalogue, fitModels(summary))
  })
  const valuing = medianTime(TIMES, () => {
    if (context) for (const client of clients) value(client, context)
  })
  const perClient = { unit: 'µs', scale: 1_000 / clients.length }
  const remark = `${clients.length.toLocaleString('en')} clients, ${(facts / clients.length).toFixed(1)} facts each`
  return [
    timeRow(`${name}: summarise, per client`, summarising, { ...perClient, remark }),
    timeRow(`${name}: fit with 200 draws`, fitting, { unit: 's', scale: 1 / 1_000 }),
    timeRow(`${name}: value, per client, median of ${TIMES}`, valuing, perClient),
  ]
}

function contextOf(
  asOf: string,
  catalogue: Context['catalogue'],
  { models, draws, cuts, activityWindowDays }: ReturnType<typeof fitModels>,
): Context {
  return {
    runId: 'bench',
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

function buyerOf(id: string, days: ReadonlyMap<number, number>): ClientWithFacts {
  return revised(id, undefined, {
    put: [...days].map(([day, dollars], index) => ({
      fact: 'order',
      id: `o${index}`,
      day: dayOf(day),
      lines: [{ productId: 'none', kind: 'purchase', amountCents: Math.round(dollars * 100) }],
    })),
    channels: [],
  })
}

function bankClients(): ClientWithFacts[] {
  const world = { today: BANK_DAY, months: historyMonths(BANK_DAY) }
  return Array.from({ length: BANK_CLIENTS }, (_, number) => {
    const { row, facts } = newcomer(createRandom(1, number + 1), number + 1, world)
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
      day: some[0]?.occurredOn ?? BANK_DAY,
      lines: some.map(({ productId, kind, quantity, amountCents }) => ({
        productId,
        kind,
        quantity,
        amountCents,
      })),
    })),
    ...engagement.map(({ month, channel, logins, activeDays, sessions, featuresUsed }) => ({
      fact: 'engagement' as const,
      month,
      channels: { [channel]: { logins, activeDays, sessions, featuresUsed } },
    })),
    ...events.map(({ eventId: id, occurredOn: day, kind }) => ({ fact: 'event' as const, id, day, kind })),
  ]
}

function bankCatalogue(): Context['catalogue'] {
  return Object.fromEntries(
    [...productsById].map(([id, { kind, family, isAnchor, marginRate }]) => [
      id,
      { kind, family, isAnchor, marginRate },
    ]),
  )
}
