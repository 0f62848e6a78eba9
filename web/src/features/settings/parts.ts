import type { Component } from 'vue'
import type { PartName } from '#shared/settings/house-settings'
import ActionSettings from './ActionSettings.vue'
import CalendarSettings from './CalendarSettings.vue'
import HealthSettings from './HealthSettings.vue'
import LifecycleSettings from './LifecycleSettings.vue'
import ValuationSettings from './ValuationSettings.vue'

/** The cards of the page, in order. A part of the settings plugs in its card here. */
export const parts: readonly { readonly part: PartName; readonly component: Component }[] = [
  { part: 'valuation', component: ValuationSettings },
  { part: 'health', component: HealthSettings },
  { part: 'actions', component: ActionSettings },
  { part: 'calendar', component: CalendarSettings },
  { part: 'lifecycle', component: LifecycleSettings },
]
