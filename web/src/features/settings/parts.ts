import type { Component } from 'vue'
import type { PartName } from '#shared/settings/house-settings'
import CalendarSettings from './CalendarSettings.vue'
import LifecycleSettings from './LifecycleSettings.vue'
import ValuationSettings from './ValuationSettings.vue'

/** The cards of the page, in order. A part of the settings plugs in its card here. */
export const parts: readonly { readonly part: PartName; readonly component: Component }[] = [
  { part: 'valuation', component: ValuationSettings },
  { part: 'calendar', component: CalendarSettings },
  { part: 'lifecycle', component: LifecycleSettings },
]
