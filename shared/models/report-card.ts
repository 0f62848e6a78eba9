/**
 * How good predictions were, once the outcome is known: errors, who was ranked where, and how often.
 *
 * Definitions: bias = Σ predicted / Σ actual − 1; MSLE on ln(1 + value); normalised Gini = area of the gains curve
 * of the ranking over that of a perfect ranking (Wang, Liu & Miao 2019); AUC = chance that a case scores above a
 * non-case, ties half. Equal scores keep the order of the clients. With many zeros a low MAE means little:
 * read it beside bias, RMSE and the table by frequency.
 * Accuracy: exact; the CDNOW hold-out of two independent programs is reproduced to its digits in
 * tests/shared/models/report-card.test.ts.
 */
import { averageRanks } from '#shared/numeric/quantile'

/** Errors of predictions over clients. */
export interface HoldoutErrors {
  readonly clients: number
  readonly predicted: number
  readonly actual: number
  /** Relative error of the sum; absent when nothing happened. */
  readonly bias?: number
  readonly mae: number
  readonly rmse: number
  readonly msle: number
  /** Pearson; absent where either side is constant. */
  readonly correlation?: number
  /** Spearman, ties by average rank; absent where either side is constant. */
  readonly rankCorrelation?: number
}

/** Errors of predictions against outcomes, client by client; both ≥ 0 and of equal length. */
export function holdoutErrors(predicted: ArrayLike<number>, actual: ArrayLike<number>): HoldoutErrors {
  const clients = Math.min(predicted.length, actual.length)
  let sumPredicted = 0
  let sumActual = 0
  let absolute = 0
  let square = 0
  let logSquare = 0
  for (let client = 0; client < clients; client++) {
    const guess = predicted[client] ?? 0
    const truth = actual[client] ?? 0
    sumPredicted += guess
    sumActual += truth
    absolute += Math.abs(guess - truth)
    square += (guess - truth) ** 2
    logSquare += (Math.log1p(guess) - Math.log1p(truth)) ** 2
  }
  const share = 1 / Math.max(1, clients)
  const linear = correlation(predicted, actual)
  const ranks = correlation(averageRanks(predicted), averageRanks(actual))
  return {
    clients,
    predicted: sumPredicted,
    actual: sumActual,
    ...(sumActual > 0 ? { bias: sumPredicted / sumActual - 1 } : {}),
    mae: absolute * share,
    rmse: Math.sqrt(square * share),
    msle: logSquare * share,
    ...(linear === undefined ? {} : { correlation: linear }),
    ...(ranks === undefined ? {} : { rankCorrelation: ranks }),
  }
}

/** Mean prediction and outcome of the clients with one number of repeat purchases. */
export interface FrequencyRow {
  readonly frequency: number
  readonly clients: number
  readonly predicted: number
  readonly actual: number
}

/** The table by frequency 0, 1, … `last` or more; frequencies nobody has are left out. */
export function byFrequency(
  clients: readonly { readonly x: number; readonly predicted: number; readonly actual: number }[],
  last = 7,
): FrequencyRow[] {
  return Array.from({ length: last + 1 }, (_, frequency) => {
    const group = clients.filter(({ x }) => Math.min(x, last) === frequency)
    const mean = (value: (client: (typeof group)[number]) => number): number =>
      group.reduce((sum, client) => sum + value(client), 0) / group.length
    return {
      frequency,
      clients: group.length,
      predicted: mean(({ predicted }) => predicted),
      actual: mean(({ actual }) => actual),
    }
  }).filter(({ clients }) => clients > 0)
}

/** Mean prediction and outcome of clients whose last purchase was between two numbers of days ago. */
export interface RecencyRow {
  readonly from: number
  readonly upTo: number
  readonly clients: number
  readonly predicted: number
  readonly actual: number
}

/** The table by time since the last purchase: `groups` of about equal size, ties kept together, most recent first. */
export function byRecency(
  clients: readonly { readonly gap: number; readonly predicted: number; readonly actual: number }[],
  groups = 5,
): RecencyRow[] {
  const order = clients.toSorted((left, right) => left.gap - right.gap)
  const ends = Array.from(
    { length: groups },
    (_, group) => order[Math.ceil(((group + 1) * order.length) / groups) - 1]?.gap ?? 0,
  )
  return [...new Set(ends)].map((upTo, index, all) => {
    const after = index === 0 ? -Infinity : (all[index - 1] ?? 0)
    const members = order.filter(({ gap }) => gap > after && gap <= upTo)
    const mean = (value: (client: (typeof members)[number]) => number): number =>
      members.reduce((sum, client) => sum + value(client), 0) / Math.max(1, members.length)
    return {
      from: members[0]?.gap ?? 0,
      upTo,
      clients: members.length,
      predicted: mean(({ predicted }) => predicted),
      actual: mean(({ actual }) => actual),
    }
  })
}

/** Mean prediction and outcome of groups of equal size, lowest predictions first. */
export function predictedGroups(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  groups = 10,
): { readonly clients: number; readonly predicted: number; readonly actual: number }[] {
  const order = ascendingOrder(predicted)
  return Array.from({ length: groups }, (_, group) => {
    const members = order.slice(
      Math.floor((group * order.length) / groups),
      Math.floor(((group + 1) * order.length) / groups),
    )
    const mean = (values: ArrayLike<number>): number =>
      members.reduce((sum, client) => sum + (values[client] ?? 0), 0) / Math.max(1, members.length)
    return { clients: members.length, predicted: mean(predicted), actual: mean(actual) }
  })
}

/** Share of all outcomes held by the `share` of clients with the highest scores; 0 when nothing happened. */
export function gain(score: ArrayLike<number>, actual: ArrayLike<number>, share: number): number {
  const order = ascendingOrder(score).reverse()
  const total = order.reduce((sum, client) => sum + (actual[client] ?? 0), 0)
  const top = order
    .slice(0, Math.round(share * order.length))
    .reduce((sum, client) => sum + (actual[client] ?? 0), 0)
  return total > 0 ? top / total : 0
}

/** Quality of a ranking, 1 for a perfect one, about 0 for chance; 0 when all outcomes are equal. */
export function normalisedGini(score: ArrayLike<number>, actual: ArrayLike<number>): number {
  const perfect = gini(actual, actual)
  return perfect === 0 ? 0 : gini(score, actual) / perfect
}

/** Chance that a case scores above a non-case, ties half; absent when there are only cases or only non-cases. */
export function areaUnderCurve(score: ArrayLike<number>, isCase: ArrayLike<boolean>): number | undefined {
  const ranks = averageRanks(score)
  let cases = 0
  let rankSum = 0
  for (let client = 0; client < ranks.length; client++) {
    if (!isCase[client]) continue
    cases += 1
    rankSum += ranks[client] ?? 0
  }
  const others = ranks.length - cases
  return cases === 0 || others === 0 ? undefined : (rankSum - (cases * (cases + 1)) / 2) / (cases * others)
}

/** Mean squared error of probabilities. */
export function brierScore(probability: ArrayLike<number>, isCase: ArrayLike<boolean>): number {
  let sum = 0
  for (let client = 0; client < probability.length; client++)
    sum += ((probability[client] ?? 0) - (isCase[client] ? 1 : 0)) ** 2
  return sum / Math.max(1, probability.length)
}

/** One row of a reliability diagram. */
export interface ReliabilityRow {
  readonly clients: number
  /** Mean probability said. */
  readonly said: number
  /** Share that happened. */
  readonly happened: number
}

/** The reliability diagram over groups of equal size, lowest probabilities first. */
export function reliability(
  probability: ArrayLike<number>,
  isCase: ArrayLike<boolean>,
  groups = 10,
): ReliabilityRow[] {
  const outcomes = Float64Array.from({ length: probability.length }, (_, client) => (isCase[client] ? 1 : 0))
  return predictedGroups(probability, outcomes, groups)
    .filter(({ clients }) => clients > 0)
    .map(({ clients, predicted, actual }) => ({ clients, said: predicted, happened: actual }))
}

/** Pearson's correlation; absent where either side is constant. */
export function correlation(left: ArrayLike<number>, right: ArrayLike<number>): number | undefined {
  const n = Math.min(left.length, right.length)
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / n
  const meanLeft = mean(left)
  const meanRight = mean(right)
  let both = 0
  let ofLeft = 0
  let ofRight = 0
  for (let index = 0; index < n; index++) {
    const x = (left[index] ?? 0) - meanLeft
    const y = (right[index] ?? 0) - meanRight
    both += x * y
    ofLeft += x * x
    ofRight += y * y
  }
  return ofLeft > 0 && ofRight > 0 ? both / Math.sqrt(ofLeft * ofRight) : undefined
}

/** Indices by ascending score; equal scores in reverse order, so that descending order keeps the clients' order. */
function ascendingOrder(score: ArrayLike<number>): number[] {
  return Array.from({ length: score.length }, (_, index) => index).sort(
    (left, right) => (score[left] ?? 0) - (score[right] ?? 0) || right - left,
  )
}

function gini(score: ArrayLike<number>, actual: ArrayLike<number>): number {
  const order = ascendingOrder(score).reverse()
  const total = order.reduce((sum, client) => sum + (actual[client] ?? 0), 0)
  if (total === 0) return 0
  let cumulative = 0
  let area = 0
  for (const client of order) {
    cumulative += actual[client] ?? 0
    area += cumulative / total
  }
  return area / order.length - (order.length + 1) / (2 * order.length)
}
