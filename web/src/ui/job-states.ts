import { Ban, CircleCheck, CircleDashed, CircleX, LoaderCircle } from '@lucide/vue'
import type { Component } from 'vue'
import type { ImportView } from '#shared/import/import-view.schema'
import type { ReportView } from '#shared/report/report-view.schema'
import type { RunView } from '#shared/pipeline/run-view.schema'

/** How the state of a job looks: an icon and a word. */
export interface JobLook {
  readonly title: string
  readonly icon: Component
  readonly tone: string
}

const waiting = { icon: CircleDashed, tone: 'text-muted' }
const moving = { icon: LoaderCircle, tone: 'text-accent animate-spin' }
const done = { icon: CircleCheck, tone: 'text-pos' }
const failed = { icon: CircleX, tone: 'text-neg' }

/** The states of an import. */
export const importLooks: Readonly<Record<ImportView['status'], JobLook>> = {
  'awaiting-upload': { ...waiting, title: 'Waiting for the file' },
  queued: { ...waiting, title: 'Queued' },
  partitioning: { ...moving, title: 'Splitting by client' },
  saving: { ...moving, title: 'Saving' },
  done: { ...done, title: 'Done' },
  failed: { ...failed, title: 'Failed' },
}

/** The states of a report. */
export const reportLooks: Readonly<Record<ReportView['status'], JobLook>> = {
  queued: { ...waiting, title: 'Queued' },
  rendering: { ...moving, title: 'Writing' },
  done: { ...done, title: 'Done' },
  failed: { ...failed, title: 'Failed' },
  revoked: { icon: Ban, tone: 'text-muted', title: 'Link taken back' },
  empty: { icon: Ban, tone: 'text-muted', title: 'Empty, not sent' },
}

/** The states of a run. */
export const runLooks: Readonly<Record<RunView['status'], JobLook>> = {
  queued: { ...waiting, title: 'Queued' },
  running: { ...moving, title: 'Running' },
  published: { ...done, title: 'Published' },
  failed: { ...failed, title: 'Failed' },
  abandoned: { icon: Ban, tone: 'text-muted', title: 'Abandoned' },
}

/** The states of a step. */
export const stepLooks: Readonly<Record<RunView['steps'][number]['state'], JobLook>> = {
  waiting: { ...waiting, title: 'Waiting' },
  running: { ...moving, title: 'Running' },
  done: { ...done, title: 'Done' },
  failed: { ...failed, title: 'Failed' },
}
