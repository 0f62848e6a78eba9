import { describe, expect, test } from 'vitest'
import { dayNumber } from '#shared/kernel/day'
import { addInto, type Contribution } from '#shared/portfolio/contribution'
import { addPeer, emptySample, peersOf } from '#shared/portfolio/peers'
import { riskView } from '#shared/portfolio/risk-view'
import { sumsOf } from '#shared/portfolio/snapshot'
import { timelineOf } from '#shared/portfolio/timeline'
import { churnAt, compiled, valuationAt } from '#shared/portfolio/valuation'
import { value } from '#shared/portfolio/value'
import { predictedOf, valueInputsAt } from '#shared/portfolio/value-inputs'
import { contextOver, demoClients } from '#tests/builders/demo-clients'
import { createNaiveClient } from '#tests/harness/naive-client'

describe('every client of the demo', () => {
  const clients = demoClients(1_000)
  const context = contextOver(clients)
  const at = compiled(context)
  const day = dayNumber(context.asOf)
  const sum: Contribution = new Map()
  const sample = emptySample()
  for (const client of clients) {
    addInto(sum, value(client, context).contribution)
    addPeer(sample, client, context)
  }
  const peers = peersOf(sumsOf(sum), sample)

  test('has a base rate and signed contributions that add up to the churn probability shown', () => {
    let explained = 0
    for (const client of clients) {
      const timeline = timelineOf(client, context)
      const churn = churnAt(timeline, day, at)
      const risk = riskView(timeline, day, { at, peers })

      expect(risk === null).toBe(churn === undefined)
      if (!risk || churn === undefined) continue
      explained += 1
      const effects = risk.factors.reduce((total, { share }) => total + share, 0)
      expect(risk.baseRate + effects).toBeCloseTo(churn, 12)
      expect(risk.probability).toBeCloseTo(churn, 12)
      expect(risk.alike.clients).toBeLessThanOrEqual(risk.everybody.clients)
    }
    expect(explained).toBeGreaterThan(300)
  })

  test('is worth what the definition of predicted CLV gives when read out loud, and its inputs multiply to it', () => {
    for (const client of clients) {
      const timeline = timelineOf(client, context)
      const { predicted } = valuationAt(timeline, day, at)
      const slow = createNaiveClient(client, context).predicted(day, context.settings.horizonMonths)
      const inputs = valueInputsAt(timeline, day, at)

      expect(predicted.cents === null).toBe(slow === undefined)
      // Tabulated forecasts differ by 1e-9 relative: a cent where rounding sits on the edge.
      if (predicted.cents !== null) expect(Math.abs(predicted.cents - slow!)).toBeLessThanOrEqual(1)
      if (predicted.cents !== null)
        expect(Math.abs(predictedOf(inputs!) - predicted.cents)).toBeLessThanOrEqual(1)
    }
  })

  test('active one horizon ago is counted once in each loss table, lost or not as its facts say', () => {
    const then = day - context.settings.churnHorizonDays
    const counted = { accounts: [0, 0], purchases: [0, 0] }
    for (const one of clients) {
      const client = createNaiveClient(one, context)
      if (!client.isActive(then)) continue
      const hadAccount = one.facts.some(
        (fact) =>
          fact.fact === 'holding' &&
          context.catalogue[fact.productId]?.kind === 'account' &&
          dayNumber(fact.openedOn) <= then,
      )
      const bought = one.facts.some(
        (fact) =>
          fact.fact === 'order' &&
          dayNumber(fact.day) > then &&
          dayNumber(fact.day) <= day &&
          fact.lines.some(({ kind }) => kind === 'purchase' || kind === 'activity'),
      )
      const hasNow = one.facts.some(
        (fact) =>
          fact.fact === 'holding' &&
          context.catalogue[fact.productId]?.kind === 'account' &&
          dayNumber(fact.openedOn) <= day,
      )
      const isLost = hadAccount ? !client.isActive(day) : !bought && !hasNow
      const of = counted[hadAccount ? 'accounts' : 'purchases']
      of[0]! += 1
      if (isLost) of[1]! += 1
    }
    for (const basis of ['accounts', 'purchases'] as const) {
      expect(peers.losses[`${basis}|all|all`]).toEqual(counted[basis])
      const byHealth = Object.entries(peers.losses).filter(([key]) => key.startsWith(`${basis}|health|`))
      const total = byHealth.reduce((sums, [, [n = 0, lost = 0]]) => [sums[0]! + n, sums[1]! + lost], [0, 0])
      expect(total).toEqual(counted[basis])
    }
  })
})
