/** The list of clients the slow obvious way: filter an array, sort it, done. */
import type { ClientWithFacts } from '#shared/client/client'
import type { Status } from '#shared/client/facts'
import { aClient, aHolding, anOrder } from '#tests/builders/facts'

export interface NaiveClient {
  readonly id: string
  readonly name?: string
  readonly email?: string
  readonly status: Status
  readonly segment: string
  readonly totalCents: number | null
  readonly churnMicro: number | null
  readonly health: number | null
  readonly channel?: string
  readonly joinedOn?: string
  readonly products: readonly string[]
  readonly tags: readonly string[]
  readonly lastDay?: string
}

export type NaiveQuery = Record<string, string> & {
  readonly sort: 'name' | 'value' | 'risk' | 'time'
  readonly order: 'asc' | 'desc'
}

/** Clients with many equal values and many blanks, so that ties and blanks are met all the time. */
export function someClients(count: number, random: () => number): NaiveClient[] {
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  const some = (share: number) => random() < share
  return Array.from({ length: count }, (_, index) => ({
    id: `C${index}`,
    ...(some(0.8)
      ? { name: oneOf(['Ada Lovelace', 'ada lovell', 'Žofie Nová', 'Karel Novák', 'Zdeněk Čáp']) }
      : {}),
    ...(some(0.5) ? { email: oneOf(['lovely@bank.example', 'a.novak@bank.example', 'x@mail.example']) } : {}),
    status: oneOf(['active', 'active', 'active', 'active', 'dormant', 'prospect', 'closed'] as const),
    segment: oneOf(['loyal', 'at-risk', 'champions', 'lost']),
    totalCents: some(0.75) ? oneOf([-4_000, 0, 400, 500, 4_000, 20_000, 90_000]) : null,
    churnMicro: some(0.8) ? oneOf([0, 199_000, 200_000, 499_000, 500_000, 900_000]) : null,
    health: some(0.7) ? oneOf([10, 40, 40, 80]) : null,
    ...(some(0.8) ? { channel: oneOf(['web', 'branch', 'Web']) } : {}),
    ...(some(0.8) ? { joinedOn: oneOf(['2022-05-05', '2023-06-30', '2024-01-01', '2024-06-30']) } : {}),
    products: some(0.1)
      ? Array.from({ length: 30 }, (_, nr) => `p${nr + 1}`)
      : some(0.4)
        ? [oneOf(['p1', 'p2', 'p,4'])]
        : [],
    tags: some(0.1)
      ? Array.from({ length: 9 }, (_, nr) => `a long word nr ${nr}`).concat('vip')
      : some(0.3)
        ? [oneOf(['vip', 'call back'])]
        : [],
    ...(some(0.7) ? { lastDay: oneOf(['2026-01-05', '2026-01-06', '2026-02-01']) } : {}),
  }))
}

/** A naive client as the store keeps it. */
export function saved(one: NaiveClient): ClientWithFacts {
  const { client, facts } = aClient(one.id, {
    channels: ['web', 'branch'],
    profile: {
      isPlaceholder: false,
      ...(one.name === undefined ? {} : { name: one.name }),
      ...(one.email === undefined ? {} : { email: one.email }),
      ...(one.channel === undefined ? {} : { channel: one.channel }),
      ...(one.joinedOn === undefined ? {} : { joinedOn: one.joinedOn }),
      ...(one.status === 'closed' ? { declaredStatus: 'closed' as const } : {}),
    },
    put: [
      ...one.products.map((productId, nr) => aHolding({ id: `h${nr}`, productId })),
      ...(one.lastDay === undefined ? [] : [anOrder({ day: one.lastDay })]),
    ],
  })
  const score = {
    runId: 'r1',
    asOf: '2026-03-14',
    status: one.status,
    segment: one.segment,
    historicCents: 0,
    predictedCents: one.totalCents,
    totalCents: one.totalCents,
    atRiskCents: null,
    chanceMicro: null,
    churnMicro: one.churnMicro,
    health: one.health,
  }
  return { client: { ...client, score, ...(one.tags.length > 0 ? { tags: one.tags } : {}) }, facts }
}

/** Ids of the clients that a query shows, in its order. */
export function aNaiveList(people: readonly NaiveClient[], query: NaiveQuery): string[] {
  const keys = { name: nameKey, value: valueKey, risk: riskKey, time: timeKey }
  const keyOf = keys[query.sort]
  const wanted = people.filter((one) => isWanted(one, query)).map((one) => ({ id: one.id, key: keyOf(one) }))
  const sign = query.order === 'desc' ? -1 : 1
  const compare = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0)
  return wanted
    .sort((a, b) => {
      if ((a.key === undefined) !== (b.key === undefined)) return a.key === undefined ? 1 : -1
      return sign * (compare(a.key ?? 0, b.key ?? 0) || compare(a.id, b.id))
    })
    .map(({ id }) => id)
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
const nameKey = (one: NaiveClient) => (one.name === undefined ? undefined : plain(one.name))
const valueKey = (one: NaiveClient) => one.totalCents ?? undefined
const riskKey = (one: NaiveClient) => one.health ?? undefined
const timeKey = (one: NaiveClient) => one.lastDay

function isWanted(one: NaiveClient, query: NaiveQuery): boolean {
  const any = (field: string, held: readonly string[]) => {
    const values = query[field]
      ?.replaceAll('\\,', '\u0001')
      .split(',')
      .map((part) => part.replaceAll('\u0001', ','))
    return values === undefined || values.some((value) => held.includes(value))
  }
  const [min, max] = query['clv']?.split('..') ?? []
  const [from, to] = query['joined']?.split('..') ?? []
  const churn = one.churnMicro === null ? undefined : one.churnMicro / 1e6
  const band = churn === undefined ? 'none' : churn < 0.2 ? 'low' : churn < 0.5 ? 'elevated' : 'high'
  return (
    any('status', [one.status]) &&
    any('segment', [one.segment]) &&
    any('risk', [band]) &&
    any('channel', [one.channel?.toLowerCase() ?? 'unattributed']) &&
    any('product', one.products) &&
    any('tag', one.tags) &&
    (query['clv'] === undefined ||
      (one.totalCents !== null &&
        (!min || one.totalCents >= Number(min)) &&
        (!max || one.totalCents <= Number(max)))) &&
    (query['joined'] === undefined ||
      (one.joinedOn !== undefined && (!from || one.joinedOn >= from) && (!to || one.joinedOn <= to))) &&
    isFound(one, query['q'])
  )
}

function isFound(one: NaiveClient, q: string | undefined): boolean {
  if (q === undefined) return true
  const words = plain(`${one.name ?? ''} ${(one.email ?? '').replace(/\.example$/, '')} ${one.id}`).split(
    /[^a-z0-9]+/,
  )
  return plain(q)
    .split(' ')
    .every((wanted) => words.some((word) => word.startsWith(wanted)))
}
