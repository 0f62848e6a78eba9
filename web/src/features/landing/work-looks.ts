import { FileWarning, FileX, ListTodo, ShieldAlert, TrendingDown, Workflow } from '@lucide/vue'
import type { Component } from 'vue'
import type { WorkItem } from '#shared/landing/landing-view.schema'

/** What each kind of work is called and looks like. */
export const workLooks: Readonly<Record<WorkItem['kind'], { title: string; icon: Component }>> = {
  client: { title: 'Client at risk', icon: TrendingDown },
  action: { title: 'Action', icon: ListTodo },
  quality: { title: 'Data quality', icon: ShieldAlert },
  report: { title: 'Report', icon: FileX },
  import: { title: 'Import', icon: FileWarning },
  run: { title: 'Run', icon: Workflow },
}
