/** How long `value` takes for one client, on purchases alone and on a bank. */
import { revised } from '#shared/client/change'
import type { ClientWithFacts } from '#shared/client/client'
import { dayOf } from '#shared/kernel/day'
import { fitModels } from '#shared/pipeline/fit'
import { emptySummary, summarise } from '#shared/pipeline/summarise'
import { type Context, defaultSettings } from '#shared/portfolio/context'
import { value } from '#shared/portfolio/value'
import { contextOver, DEMO_DAY, demoCatalogue, demoClients } from '#tests/builders/demo-clients'
import { cdnowDays } from '#tests/shared/models/reference'
import { type Measured, medianTime, type Row, timeRow } from './row.ts'

const BANK_CLIENTS = 1_000
const TIMES = 5

/** Microseconds of one valuation, and what fitting before it took. */
export function measureValue(): Measured {
  const cdnow = [...cdnowDays()].map(([id, days]) => buyerOf(id, days))
  const bank = valueRows('bank', demoClients(BANK_CLIENTS), DEMO_DAY, demoCatalogue())
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
  const fitting = medianTime(1, () => fitModels(summary))
  const context = contextOver(clients, { asOf, catalogue })
  const valuing = medianTime(TIMES, () => {
    for (const client of clients) value(client, context)
  })
  const perClient = { unit: 'µs', scale: 1_000 / clients.length }
  const remark = `${clients.length.toLocaleString('en')} clients, ${(facts / clients.length).toFixed(1)} facts each`
  return [
    timeRow(`${name}: summarise, per client`, summarising, { ...perClient, remark }),
    timeRow(`${name}: fit with 200 draws`, fitting, { unit: 's', scale: 1 / 1_000 }),
    timeRow(`${name}: value, per client, median of ${TIMES}`, valuing, perClient),
  ]
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
