import type { AuditEntry, AuditOutcome } from '#shared/audit/audit.schema'

/** An action in words: `client.edited` reads "Client edited". */
export function actionTitle(action: string): string {
  const words = action.replaceAll(/[.-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** How an outcome is shown; the word says it, the colour only helps. */
export const outcomes: Readonly<Record<AuditOutcome, { title: string; tone: 'plain' | 'warn' | 'neg' }>> = {
  done: { title: 'Done', tone: 'plain' },
  continued: { title: 'Next step asked', tone: 'warn' },
  refused: { title: 'Refused', tone: 'neg' },
}

/** The details of an entry in one line. */
export function detailText({ details }: Pick<AuditEntry, 'details'>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join(' · ')
}

const header = [
  'at',
  'action',
  'outcome',
  'actor',
  'role',
  'via',
  'subject_kind',
  'subject',
  'details',
  'request',
  'hash',
]

/** Entries as rows of a file, under their header. */
export function auditRows(entries: readonly AuditEntry[]) {
  return {
    header,
    rows: entries.map((entry) => [
      entry.at,
      entry.action,
      entry.outcome,
      entry.actor?.id ?? null,
      entry.actor?.role ?? null,
      entry.actor?.via ?? null,
      entry.subject?.kind ?? null,
      entry.subject?.id ?? null,
      detailText(entry),
      entry.requestId,
      entry.hash,
    ]),
  }
}
