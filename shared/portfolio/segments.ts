/**
 * The eleven segments by recency, frequency and money (`models.md` 5.6 b): each scored 1 to 5, 5 best. A score is the
 * quintile of the average rank, so equal values always get equal scores; the cut-offs are stored with the run, which
 * makes the segment a function of one client.
 */

/** Recency (days since the last own action), frequency (days with own action) and money (cents) in the window. */
export interface Rfm {
  readonly recencyDays: number
  readonly frequency: number
  readonly moneyCents: number
}

/** Ascending cut-offs: the score of a value is one plus the number of cut-offs it reaches (recency: 5 minus). */
export interface Cuts {
  readonly recency: readonly number[]
  readonly frequency: readonly number[]
  readonly money: readonly number[]
}

/** Months before the as-of day that recency, frequency and money look at. */
export const RFM_MONTHS = 24

const codes = {
  champions: '555 554 545 544 455 454 445',
  loyal: '543 444 435 355 354 345 344 335',
  'potential-loyalists':
    '553 552 551 542 541 533 532 531 453 452 451 442 441 433 432 431 423 353 352 351 342 341 333 323',
  'new-customers': '512 511 422 421 412 411 311',
  promising: '525 524 523 522 521 515 514 513 425 424 415 414 413 315 314 313',
  'need-attention': '535 534 443 434 343 334 325 324',
  'about-to-sleep': '331 321 312 221 213',
  'cannot-lose-them': '215 214 155 154 144 115 114 113',
  'at-risk': '255 254 253 252 245 244 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124',
  hibernating: '332 322 251 241 233 232 231 223 222 212 211 132 123 122',
  lost: '151 141 131 121 112 111',
} as const

/** The name of a segment; `none` for clients without history at the day. */
export type Segment = keyof typeof codes | 'none'

/** The eleven segments, best first. */
export const segments = Object.keys(codes) as Exclude<Segment, 'none'>[]

const segmentByCode = new Map<string, Exclude<Segment, 'none'>>(
  segments.flatMap((segment) => codes[segment].split(' ').map((code) => [code, segment] as const)),
)

/** The scores 1 to 5 of recency, frequency and money. */
export function rfmScores(rfm: Rfm, cuts: Cuts): readonly [number, number, number] {
  return [
    Math.max(1, 5 - reached(cuts.recency, rfm.recencyDays)),
    1 + reached(cuts.frequency, rfm.frequency),
    1 + reached(cuts.money, rfm.moneyCents),
  ]
}

/** The segment of a client; without any history `none`, with history but nothing in the window `lost`. */
export function segmentOf(rfm: Rfm | undefined, cuts: Cuts): Segment {
  if (!rfm) return 'none'
  if (rfm.frequency === 0) return 'lost'
  const segment = segmentByCode.get(rfmScores(rfm, cuts).join(''))
  if (!segment) throw new Error('Impossible: the 125 codes are all named')
  return segment
}

function reached(cuts: readonly number[], value: number): number {
  let count = 0
  for (const cut of cuts) if (value >= cut) count += 1
  return count
}

/**
 * Cut-offs of the quintiles of the average rank.
 *
 * @param counts  how many clients have each value
 * @returns at most 4 ascending values: the smallest value of score 2, 3, 4 and 5; fewer scores repeat a value
 */
export function quintileCuts(counts: ReadonlyMap<number, number>): number[] {
  const values = [...counts].sort(([left], [right]) => left - right)
  const n = values.reduce((sum, [, count]) => sum + count, 0)
  const cuts: number[] = []
  let below = 0
  for (const [value, count] of values) {
    const averageRank = below + (count + 1) / 2
    const score = Math.min(5, Math.max(1, Math.ceil((5 * averageRank) / n)))
    while (cuts.length < score - 1) cuts.push(value)
    below += count
  }
  while (cuts.length < 4) cuts.push(Number.MAX_SAFE_INTEGER)
  return cuts
}

/** Cut-offs of recency, frequency and money from how many clients have each value. */
export function cutsOf(counts: {
  recency: ReadonlyMap<number, number>
  frequency: ReadonlyMap<number, number>
  money: ReadonlyMap<number, number>
}): Cuts {
  return {
    recency: quintileCuts(counts.recency),
    frequency: quintileCuts(counts.frequency),
    money: quintileCuts(counts.money),
  }
}
