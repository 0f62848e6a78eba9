import { CircleCheck, CircleDashed, CirclePause, CircleSlash, CircleX } from '@lucide/vue'
import type { Component } from 'vue'
import type { Status } from '#shared/client/facts'

/** How a status looks: an icon and a word, never colour alone. */
export const statusLooks: Readonly<Record<Status, { title: string; icon: Component; tone: string }>> = {
  prospect: { title: 'Prospect', icon: CircleDashed, tone: 'text-accent-ink' },
  active: { title: 'Active', icon: CircleCheck, tone: 'text-pos' },
  dormant: { title: 'Dormant', icon: CirclePause, tone: 'text-warn' },
  restricted: { title: 'Restricted', icon: CircleSlash, tone: 'text-neg' },
  closed: { title: 'Closed', icon: CircleX, tone: 'text-subtle' },
}
