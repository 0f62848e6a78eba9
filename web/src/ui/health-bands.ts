import { CircleCheck, Eye, OctagonAlert, TriangleAlert } from '@lucide/vue'
import type { Component } from 'vue'
import type { HealthBand } from '#shared/client/health-names'

/** How a band of health looks: an icon and a word, never colour alone. */
export const bandLooks: Readonly<Record<HealthBand, { title: string; icon: Component; tone: string }>> = {
  critical: { title: 'Critical', icon: OctagonAlert, tone: 'text-neg' },
  'at-risk': { title: 'At risk', icon: TriangleAlert, tone: 'text-warn' },
  watch: { title: 'Watch', icon: Eye, tone: 'text-accent-ink' },
  healthy: { title: 'Healthy', icon: CircleCheck, tone: 'text-pos' },
}
