import {
  CircleAlert,
  CircleCheck,
  CircleDot,
  CircleDotDashed,
  CircleMinus,
  CircleUser,
  Eye,
  OctagonAlert,
  RotateCcw,
  TriangleAlert,
} from '@lucide/vue'
import type { Component } from 'vue'
import type { KpiMove } from '#shared/quality/quality-view.schema'
import type { Dimension, Severity } from '#shared/quality/rule'
import type { IssueStatus, PersonMove } from '#shared/quality/workflow'
import { change, NOTHING } from '../../lib/format.ts'

interface Look {
  readonly title: string
  readonly icon: Component
  readonly tone: string
}

/** How a severity looks: an icon and a word. */
export const severityLooks: Readonly<Record<Severity, Look>> = {
  critical: { title: 'Critical', icon: OctagonAlert, tone: 'text-neg' },
  high: { title: 'High', icon: TriangleAlert, tone: 'text-neg' },
  medium: { title: 'Medium', icon: CircleAlert, tone: 'text-warn' },
  low: { title: 'Low', icon: CircleMinus, tone: 'text-muted' },
}

/** How a state of an issue looks. */
export const statusLooks: Readonly<Record<IssueStatus, Look>> = {
  new: { title: 'New', icon: CircleDot, tone: 'text-accent-ink' },
  acknowledged: { title: 'Acknowledged', icon: Eye, tone: 'text-muted' },
  assigned: { title: 'Assigned', icon: CircleUser, tone: 'text-muted' },
  'in-progress': { title: 'In progress', icon: CircleDotDashed, tone: 'text-accent-ink' },
  resolved: { title: 'Resolved', icon: CircleCheck, tone: 'text-pos' },
  suppressed: { title: 'Suppressed', icon: CircleMinus, tone: 'text-subtle' },
  reopened: { title: 'Reopened', icon: RotateCcw, tone: 'text-warn' },
}

/** What the dimensions are called. */
export const dimensionTitles: Readonly<Record<Dimension, string>> = {
  completeness: 'Completeness',
  uniqueness: 'Uniqueness',
  validity: 'Validity',
  consistency: 'Consistency',
  timeliness: 'Timeliness',
  integrity: 'Volume and integrity',
}

/** What the moves are called on buttons. */
export const moveTitles: Readonly<Record<PersonMove, string>> = {
  acknowledge: 'Acknowledge',
  assign: 'Assign',
  start: 'Start work',
  resolve: 'Resolve',
  suppress: 'Suppress',
  reopen: 'Reopen',
  merge: 'Merge',
}

/** What the reasons of a resolution are called. */
export const reasonTitles = [
  { value: 'fixed', title: 'Fixed here' },
  { value: 'source-corrected', title: 'Corrected at the source' },
  { value: 'false-alarm', title: 'False alarm' },
  { value: 'expected', title: 'Expected' },
  { value: 'not-worth-it', title: 'Not worth correcting' },
] as const

/** How far a figure moves, signed; "—" where it is unknown. */
export function moveText({ now, then, unit }: KpiMove, currency: string): string {
  if (now === null || then === null) return NOTHING
  const by = then - now
  if (by === 0) return 'no change'
  if (unit === 'share' && Math.abs(by) < 0.0005) return `${by < 0 ? '\u2212' : '+'}under 0.1 pp`
  return change(by, unit, currency)
}

/** Where failing rows come from. */
export function sourceText(source: string): string {
  return source === 'live' ? 'Live' : `Import ${source.slice(0, 8)}`
}

/** How old something is: 3 h, 2 days. */
export function ageText(from: string, to: number): string {
  const hours = Math.max(0, (to - Date.parse(from)) / 3_600_000)
  if (hours < 1) return 'under an hour'
  if (hours < 48) return `${Math.floor(hours)} h`
  return `${Math.floor(hours / 24)} days`
}

/** So many hours: 20 min, 3.5 h, 4 days. */
export function hoursText(hours: number | null): string {
  if (hours === null) return NOTHING
  if (hours < 1) return `${Math.round(hours * 60)} min`
  if (hours < 48) return `${Math.round(hours * 10) / 10} h`
  return `${Math.round(hours / 24)} days`
}
