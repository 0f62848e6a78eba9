import type { Instant } from '#shared/kernel/clock'

/** Why a scan runs. */
export const scanReasons = ['hourly', 'nightly', 'run', 'import', 'on-demand'] as const
/** Why a scan runs. */
export type ScanReason = (typeof scanReasons)[number]

/** How far a part of a scan is. */
export interface ScanProgress {
  readonly isDone: boolean
  readonly done: number
  /** Files this part left behind. */
  readonly parts: number
}

/** A data-quality scan, from when it is asked for to its results. */
export interface Scan {
  readonly id: string
  readonly reason: ScanReason
  /** A light scan looks at the clients that changed since the scan before. */
  readonly isLight: boolean
  readonly status: 'running' | 'done' | 'failed'
  readonly startedAt: Instant
  readonly finishedAt?: Instant
  /** Hours whose changes a light scan reads. */
  readonly fromHour?: string
  readonly toHour: string
  /** Into how many files keys are sorted before they are matched. */
  readonly buckets: number
  readonly clients: number
  readonly progress: Readonly<Record<string, ScanProgress>>
  /** By rule: records evaluated, and records that failed. */
  readonly results: Readonly<Record<string, readonly [evaluated: number, failed: number]>>
  /** Misspelled channels and what they mean. */
  readonly spellings?: Readonly<Record<string, string>>
  readonly opened: number
  readonly passed: number
  readonly error?: { readonly code: string; readonly message: string }
}
