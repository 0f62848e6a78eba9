import type { CivilDay } from '#shared/kernel/day'
import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import type { RunId } from '#shared/kernel/ids'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import type { Settings } from '#shared/portfolio/context'
import type { HealthSettings } from '#shared/portfolio/health-settings'
import { type SavedSettings, unsavedSettings } from '#shared/settings/house-settings'

/** What a fitted candidate says of itself. */
export interface FitSummary {
  readonly model: string
  readonly isChosen: boolean
  readonly params: Readonly<Record<string, number>>
  readonly logLikelihood: number | null
  readonly converged: boolean
  readonly diagnosis: string | null
}

/** How far a step is; `done` counts clients. */
export interface StepProgress {
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly done: number
}

/** A valuation of every client, from when it is asked for to its publication. */
export interface Run {
  readonly id: RunId
  readonly status: 'queued' | 'running' | 'published' | 'failed' | 'abandoned'
  readonly reason: 'import' | 'nightly' | 'on-demand' | 'demo'
  /** A study publishes a snapshot under its own id, writes no client and never becomes current. */
  readonly isStudy: boolean
  readonly wishedAsOf?: CivilDay
  /** First day of the range a study was asked for; its last is the as-of day. */
  readonly wishedFrom?: CivilDay
  readonly wishedModel?: PurchaseModelName
  readonly asOf?: CivilDay
  readonly settings: Settings
  /** Version of the house's settings the run was opened under; 0: the shipped ones. */
  readonly settingsVersion: number
  /** Weights, anchors and bands of the health score; absent in runs older than the settings. */
  readonly health?: HealthSettings
  readonly startedAt: Instant
  readonly finishedAt?: Instant
  readonly clients: number
  /** Progress by `step` or `step#shard`. */
  readonly progress: Readonly<Record<string, StepProgress>>
  readonly fits: readonly FitSummary[]
  readonly model?: PurchaseModelName
  /** Version of each shard when the values were taken: equal at the end, the live flows can be compared. */
  readonly shardVersions?: readonly number[]
  readonly reconciliation?: 'equal' | 'different' | 'not-verified'
  readonly error?: { readonly code: string; readonly message: string }
}

/** A run that is not there. */
export function runNotFound(id: RunId): DomainError {
  return new DomainError('not-found', 'run.not-found', `There is no run "${id}".`, { details: { id } })
}

/** A run without a report card: it has not come to its fit, or is older than report cards. */
export function cardNotFound(id: RunId): DomainError {
  return new DomainError('not-found', 'run.no-card', 'This run has no report card yet.', { details: { id } })
}

/** What a run is asked to be. */
export interface RunWish {
  readonly runId: string
  readonly reason: Run['reason']
  readonly asOf?: string | undefined
  readonly from?: string | undefined
  readonly model?: Run['wishedModel'] | undefined
  readonly horizonMonths?: number | undefined
}

/** A run as it stands before its first step. A run as of a named day, or by a named model, is a study. */
export function newRun(wish: RunWish, startedAt: string, house: SavedSettings = unsavedSettings): Run {
  return {
    id: wish.runId,
    status: 'queued',
    reason: wish.reason,
    isStudy: wish.asOf !== undefined || wish.model !== undefined || wish.horizonMonths !== undefined,
    ...(wish.asOf === undefined ? {} : { wishedAsOf: wish.asOf }),
    ...(wish.from === undefined ? {} : { wishedFrom: wish.from }),
    ...(wish.model === undefined ? {} : { wishedModel: wish.model }),
    settings: {
      ...house.parts.valuation,
      ...(wish.horizonMonths === undefined ? {} : { horizonMonths: wish.horizonMonths }),
    },
    settingsVersion: house.version,
    health: house.parts.health,
    startedAt,
    clients: 0,
    progress: {},
    fits: [],
  }
}
