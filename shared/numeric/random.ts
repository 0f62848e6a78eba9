/**
 * Seeded random numbers: the same seed gives the same sequence on every machine.
 *
 * Generator: sfc32 (Doty-Humphrey, PractRand), 128 bits of state, filled from the seed by a 32-bit mixer. Not for
 * secrets.
 * Normal: Marsaglia's polar method. Gamma: Marsaglia & Tsang (2000), ACM TOMS 26(3). Poisson: multiplication below
 * mean 30, else transformed rejection (Hörmann 1993, PTRS). Tested on moments in
 * tests/shared/numeric/random.test.ts.
 */
import { lgamma } from './log-gamma.ts'

/** A stream of random numbers. Every call moves the stream on. */
export interface Random {
  /** Uniform on (0, 1), 52 bits, never 0 or 1. */
  next(): number
  /** An integer from 0 to n − 1. */
  integer(n: number): number
  /** Standard normal. */
  normal(): number
  /** Exponential with mean 1. */
  exponential(): number
  /** Gamma with this shape and scale 1; shape > 0. */
  gamma(shape: number): number
  /** Beta(a, b); a, b > 0. */
  beta(a: number, b: number): number
  /** Poisson with this mean; mean ≥ 0. */
  poisson(mean: number): number
}

/** A stream that depends on nothing but the seed (an integer) and the stream number. */
export function createRandom(seed: number, stream = 0): Random {
  const next = createUniform(seed, stream)
  const normal = createNormal(next)
  const gamma = (shape: number): number => drawGamma(shape, next, normal)
  return {
    next,
    integer: (n) => Math.floor(next() * n),
    normal,
    exponential: () => -Math.log(next()),
    gamma,
    beta: (a, b) => drawBeta(gamma(a), gamma(b), next() * (a + b) < a),
    poisson: (mean) => (mean < 30 ? smallPoisson(mean, next) : largePoisson(mean, next)),
  }
}

function createUniform(seed: number, stream: number): () => number {
  let state = mixed(mixed(seed | 0) ^ Math.floor(seed / 2 ** 32)) ^ mixed(stream ^ 0x5bf03635)
  const splitmix = (): number => {
    state = (state + 0x9e3779b9) | 0
    return mixed(state)
  }
  let a = splitmix()
  let b = splitmix()
  let c = splitmix()
  let counter = 1
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum
  }
  for (let round = 0; round < 15; round++) word()
  return () => ((word() >>> 6) * 67_108_864 + (word() >>> 6) + 0.5) / 4_503_599_627_370_496
}

/** A bijection of 32-bit integers in which every input bit moves every output bit (Wellons' triple32). */
function mixed(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 17), 0xed5ad4bb)
  bits = Math.imul(bits ^ (bits >>> 11), 0xac4c1b51)
  bits = Math.imul(bits ^ (bits >>> 15), 0x31848bab)
  return bits ^ (bits >>> 14)
}

function createNormal(next: () => number): () => number {
  let spare = Number.NaN
  return () => {
    if (!Number.isNaN(spare)) {
      const kept = spare
      spare = Number.NaN
      return kept
    }
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const square = u * u + v * v
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spare = v * factor
      return u * factor
    }
  }
}

function drawGamma(shape: number, next: () => number, normal: () => number): number {
  if (shape < 1) return drawGamma(shape + 1, next, normal) * Math.exp(Math.log(next()) / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = next()
    if (u < 1 - 0.0331 * x * x * x * x) return d * v
    if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v
  }
}

/** Two tiny shapes can both underflow to 0; the beta draw is then 0 or 1, with odds a : b. */
function drawBeta(x: number, y: number, isNearOne: boolean): number {
  if (x + y === 0) return isNearOne ? 1 : 0
  return x / (x + y)
}

function smallPoisson(mean: number, next: () => number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = next(); product > limit; product *= next()) count += 1
  return count
}

function largePoisson(mean: number, next: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const logMean = Math.log(mean)
  for (;;) {
    const u = next() - 0.5
    const v = next()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * logMean - mean - lgamma(k + 1)) return k
  }
}
