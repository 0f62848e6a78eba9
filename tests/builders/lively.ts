/** Clients who buy, come again and leave as the models assume, so that every model can be fitted; always the same ones. */
import type { ClientWithFacts } from '#shared/client/client'
import type { Fact } from '#shared/client/facts'
import { addDays, daysBetween } from '#shared/kernel/day'
import { createRandom } from '#shared/numeric/random'
import { aClient, aHolding, aLine, anOrder } from './facts.ts'

const FIRST_DAY = '2023-06-01'

/** Clients of purchases: rates and chances to leave differ from client to client, amounts too. */
export function buyers(count: number, asOf: string): ClientWithFacts[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(11, index)
    const rate = random.gamma(0.7) / 55
    const leaving = random.beta(0.9, 3)
    const scale = 30_00 / random.gamma(4)
    const put: Fact[] = []
    let day = addDays(FIRST_DAY, random.integer(900))
    while (day <= asOf) {
      const amountCents = 1 + Math.round(random.gamma(6) * scale)
      put.push(anOrder({ id: `o${put.length}`, day, lines: [aLine({ amountCents, productId: 'rated' })] }))
      if (random.next() < leaving || put.length > 40) break
      day = addDays(day, 1 + Math.round(-Math.log(1 - random.next()) / rate))
    }
    const channel = index % 3 === 0 ? 'branch' : 'web'
    return aClient(`buyer-${index}`, {
      profile: { isPlaceholder: false, name: `Buyer ${index}`, channel },
      put,
      channels: ['web', 'branch'],
    })
  })
}

/** Clients with an account, a monthly fee and a chance of three in a hundred to close it in a month. */
export function holders(count: number, asOf: string): ClientWithFacts[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(12, index)
    const openedOn = addDays(FIRST_DAY, random.integer(700))
    const put: Fact[] = []
    let day = openedOn
    let isOpen = true
    while (isOpen && daysBetween(day, asOf) > 31) {
      day = addDays(day, 30)
      const fee = aLine({ kind: 'charge', productId: 'current', amountCents: 400 + random.integer(300) })
      const payment = aLine({ kind: 'activity', productId: 'current', amountCents: 25_00 })
      const lines = random.next() < 0.8 ? [fee, payment] : [fee]
      put.push(anOrder({ id: `m${put.length}`, day, lines }))
      isOpen = random.next() > 0.03
    }
    put.push(aHolding({ productId: 'current', openedOn, ...(isOpen ? {} : { closedOn: addDays(day, 5) }) }))
    return aClient(`holder-${index}`, { profile: { isPlaceholder: false, joinedOn: openedOn }, put })
  })
}
