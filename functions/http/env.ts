import type { Right, Role } from '#shared/access/rights'
import type { Clock, Instant } from '#shared/kernel/clock'
import type {
  AuditActor,
  AuditDetails,
  AuditEvent,
  AuditOutcome,
  AuditSubject,
} from '#shared/audit/audit.schema'
import type { Log } from '#functions/runtime/log'
import type { SessionsStore } from '#functions/store/sessions.store'

/** Who is calling, and what they may do. */
export interface Actor {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly rights: readonly Right[]
}

/** What every section needs to know about its surroundings. */
export interface HttpDeps {
  readonly sessions: Pick<SessionsStore, 'resume'>
  /** Where mutations are entered. */
  readonly audit: { append(event: AuditEvent): Promise<unknown> }
  readonly clock: Clock
  /** Origin of the site, `https://…` without a path. */
  readonly siteOrigin: string
  readonly idleMinutes: number
  /** Values of X-Origin-Verify accepted, comma-separated while one is being rotated; absent: not checked. */
  readonly originSecret?: string | undefined
  /** Part of every ETag, so that new code is never answered from an old cache. */
  readonly codeVersion: string
  /** Takes one call of a user's share; seconds to wait when it is used up. Absent: not limited. */
  readonly limit?: (userId: string) => Promise<number | undefined>
  /** Checks the Bearer token of a machine client; absent: none is accepted. */
  readonly verifyBearer?: (token: string) => Promise<Presented | undefined>
  /** Where the calls are logged; the process's log when absent. */
  readonly log?: Log
}

/** A caller and how long what was presented holds; `sessionHash` where that was a session. */
export interface Presented {
  readonly actor: Actor
  readonly endsAt: Instant
  readonly sessionHash?: string
}

/** What the gateway says about the call; nothing of it is there when a test calls an app directly. */
interface Gateway {
  readonly event?: {
    readonly requestContext?: { readonly requestId?: string; readonly http?: { readonly sourceIp?: string } }
  }
}

/** What the context of a call carries. */
export interface HttpEnv {
  Bindings: Gateway | undefined
  Variables: {
    requestId: string
    log: Log
    codeVersion: string
    presented?: Presented
    /** Code of the problem answered, for the log. */
    problemCode?: string
    /** The address is CloudFront's word only where the origin secret proved that CloudFront spoke. */
    isThroughEdge: boolean
    /** What an audited call changed: its kind and id. */
    auditSubject?: AuditSubject
    /** The call was understood and changed nothing: there is nothing to enter. */
    isUnchanged?: boolean
    /** Ids, counts and names of changed fields of an audited call; never a name, an address or a value. */
    auditDetails?: AuditDetails
    /** What differs from what the route declares: another action, a refusal to be kept, who it turned out to be. */
    auditAs?: {
      readonly action?: string
      readonly outcome?: AuditOutcome
      readonly actor?: AuditActor
    }
  }
}
