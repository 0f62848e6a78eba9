import { hasRight } from '#shared/access/rights'
import { DomainError } from '#shared/kernel/errors'
import type { View } from '#shared/views/view.schema'
import type { Actor } from '#functions/http/env'
import type { KeptView } from '#functions/store/views.store'

/** Whether somebody may share views and change shared ones at all. */
const mayShare = ({ role }: Actor) => hasRight(role, 'act')

/** Whether somebody may change a view: a private one is its maker's, a shared one its maker's or an administrator's. */
function mayChange(view: KeptView, actor: Actor): boolean {
  if (!view.isShared) return view.by.id === actor.userId
  return mayShare(actor) && (view.by.id === actor.userId || hasRight(actor.role, 'administer'))
}

/** A view as its reader sees it. */
export function viewFor(actor: Actor, view: KeptView): View {
  return { ...view, isMine: view.by.id === actor.userId, mayChange: mayChange(view, actor) }
}

/**
 * Refuses what is not the actor's to share or to change.
 *
 * @throws DomainError `view.not-yours`, `view.may-not-share`
 */
export function assertMayChange(
  actor: Actor,
  view: KeptView,
  { isShared }: { isShared?: boolean } = {},
): void {
  if (!mayChange(view, actor))
    throw new DomainError(
      'forbidden',
      'view.not-yours',
      'A shared view is changed by whoever made it, or by an administrator. Save a copy of your own instead.',
    )
  if (isShared && !view.isShared) assertMayShare(actor)
}

/** @throws DomainError `view.may-not-share` */
export function assertMayShare(actor: Actor): void {
  if (mayShare(actor)) return
  throw new DomainError(
    'forbidden',
    'view.may-not-share',
    'Your role may keep views for itself, not share them.',
  )
}
