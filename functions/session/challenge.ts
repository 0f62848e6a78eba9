import * as v from 'valibot'
import type { Clock } from '#shared/kernel/clock'
import type { Cursors } from '#functions/http/cursor'
import type { ChallengeKind } from '#functions/store/users.store'

// The user pool's own sessions of a challenge last this long.
const LIFE_MS = 3 * 60_000

const Challenge = v.object({ session: v.string(), username: v.string(), endsAt: v.string() })

/**
 * Hands the pool's challenge to the browser and takes it back, signed: it holds for one kind of answer, one user and
 * three minutes, whatever the pool itself checks.
 */
export function createChallenges({ cursors, clock }: { cursors: Cursors; clock: Clock }) {
  const scopeOf = (kind: ChallengeKind, typedName: string) => `challenge:${kind}:${typedName}`
  return {
    seal(kind: ChallengeKind, typedName: string, pool: { session: string; username: string }): string {
      const endsAt = new Date(Date.parse(clock()) + LIFE_MS).toISOString()
      return cursors.sign(scopeOf(kind, typedName), { ...pool, endsAt })
    },

    /** What the pool said; undefined when this challenge was not ours, of another user or step, or too old. */
    open(
      kind: ChallengeKind,
      typedName: string,
      text: string,
    ): { session: string; username: string } | undefined {
      try {
        const challenge = cursors.open(scopeOf(kind, typedName), text, Challenge)
        return clock() < challenge.endsAt ? challenge : undefined
      } catch {
        return undefined
      }
    },
  }
}

/** Challenges in the browser's hands. */
export type Challenges = ReturnType<typeof createChallenges>
