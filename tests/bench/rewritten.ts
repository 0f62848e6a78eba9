/** Which share of the stored scores a night changes: models refitted a day later, scores rounded as they are stored. */
import type { Score } from '#shared/client/client'
import { addDays } from '#shared/kernel/day'
import { value } from '#shared/portfolio/value'
import { contextOver, DEMO_DAY, demoCatalogue, demoClients } from '#tests/builders/demo-clients'
import type { Measured } from './row.ts'

const CLIENTS = 1_000
const NIGHTS = 3

const said = ({ runId: _runId, asOf: _asOf, ...rest }: Score): string =>
  JSON.stringify(Object.entries(rest).sort())

/** The share of clients whose stored score differs from the night before, over some nights. */
export function measureRewritten(): Measured {
  const catalogue = demoCatalogue()
  const clients = demoClients(CLIENTS)
  const nights = Array.from({ length: NIGHTS + 1 }, (_, night) => {
    const context = contextOver(clients, { asOf: addDays(DEMO_DAY, night - NIGHTS), catalogue })
    return clients.map((client) => said(value(client, context).score))
  })
  const shares = nights.slice(1).map((night, index) => {
    const changed = night.filter((score, client) => score !== nights[index]?.[client]).length
    return (100 * changed) / clients.length
  })
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  return {
    rows: [
      {
        name: 'scores a night rewrites',
        measured: mean,
        unit: '%',
        remark: `${CLIENTS.toLocaleString('en')} demo clients, models refitted each of ${NIGHTS} nights: ${shares.map((share) => share.toFixed(1)).join(', ')}`,
      },
    ],
  }
}
