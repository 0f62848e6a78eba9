import type { ClientHealth, ObservedShare } from '#shared/client/client-health.schema'
import { type HealthBand, healthBands } from '#shared/client/health-names'
import { dayOf } from '#shared/kernel/day'
import { wilsonInterval } from '#shared/numeric/wilson'
import { ENOUGH_COVERAGE, type Health } from './health.ts'
import { bandOf, type HealthSettings } from './health-settings.ts'
import { type Basis, HEALTH_BINS, HEALTH_STEP } from './loss-bins.ts'
import type { Peers } from './peers.ts'

/** A share observed among some clients, with its 95 % Wilson interval. */
export function observedShare([clients = 0, lost = 0]: readonly number[] = []): ObservedShare {
  const { low, high } = wilsonInterval(lost, clients)
  return { clients, lost, share: clients === 0 ? null : lost / clients, low, high }
}

/** Loss observed in each band of health, worst band first: health one churn horizon ago, loss since. */
export function lossByBand(
  { losses }: Pick<Peers, 'losses'>,
  { basis, settings }: { basis: Basis; settings: HealthSettings },
): ClientHealth['bands'] {
  const sums = new Map<HealthBand, [number, number]>(healthBands.map((band) => [band, [0, 0]]))
  for (let bin = 0; bin < HEALTH_BINS; bin++) {
    const counted = losses[`${basis}|health|${bin}`]
    const sum = sums.get(bandOf(bin * HEALTH_STEP, settings))
    if (!counted || !sum) continue
    sum[0] += counted[0] ?? 0
    sum[1] += counted[1] ?? 0
  }
  const { atRisk, watch, healthy } = settings.bands
  const starts = [0, atRisk, watch, healthy, 101]
  return healthBands.map((band, index) => ({
    band,
    from: starts[index] ?? 0,
    to: (starts[index + 1] ?? 101) - 1,
    observed: observedShare(sums.get(band)),
  }))
}

/** Whether each better band lost a smaller share; null where one of them has nobody to count. */
export function isMonotone(bands: ClientHealth['bands']): boolean | null {
  const shares = bands.map(({ observed }) => observed.share)
  if (shares.includes(null)) return null
  return shares.every((share, index) => index === 0 || (share ?? 0) <= (shares[index - 1] ?? 0))
}

/** A health score as the client's page shows it. */
export function healthView(
  health: Health,
  { settings, peers, lossDays }: { settings: HealthSettings; peers: Peers; lossDays: number },
): ClientHealth {
  const bands = lossByBand(peers, { basis: health.profile, settings })
  return {
    profile: health.profile,
    score: health.score,
    band: bandOf(health.score, settings),
    coverage: health.coverage,
    isProvisional: health.coverage < ENOUGH_COVERAGE,
    frozenSince: health.frozenSince === undefined ? null : dayOf(health.frozenSince),
    parts: health.parts.map((part) => ({ ...part, ...settings.anchors[part.indicator] })),
    bands,
    isMonotone: isMonotone(bands),
    lossDays,
  }
}
