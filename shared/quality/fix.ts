/** A batch of fixes: what was done to which clients, so that it can be shown, run again and taken back. */
import type { Instant } from '#shared/kernel/clock'

/** What a batch of fixes is doing. */
export interface FixBatch {
  readonly id: string
  readonly issueId: string
  readonly says: string
  readonly state: 'applying' | 'applied' | 'reverting' | 'reverted'
  readonly rows: number
  readonly clients: number
  readonly at: Instant
  readonly by: string
  readonly revertedAt?: Instant
  readonly revertedBy?: string
  /** Clients that were changed since and therefore left as they are by the revert. */
  readonly kept?: readonly string[]
}
