import type { ImportKind } from '#shared/import/import-view.schema'

/** What a kind of file is called and holds. Transactions first: they are enough to begin with. */
export const importKindTexts: readonly { kind: ImportKind; title: string; text: string }[] = [
  {
    kind: 'transactions',
    title: 'Transactions',
    text: 'Client, day and amount; the order and product when known.',
  },
  { kind: 'clients', title: 'Clients', text: 'Names, status, channel, first day.' },
  { kind: 'products', title: 'Products', text: 'The catalogue: names, families, margins.' },
  { kind: 'holdings', title: 'Holdings', text: 'Which client holds which product, from when to when.' },
  { kind: 'engagement', title: 'Engagement', text: 'Log-ins, sessions and e-mails by month.' },
  { kind: 'events', title: 'Events', text: 'Complaints, failed payments and the like.' },
  { kind: 'spend', title: 'Acquisition spend', text: 'What each channel cost by month.' },
]

/** The title of a kind of file. */
export function kindTitle(kind: ImportKind): string {
  return importKindTexts.find((text) => text.kind === kind)?.title ?? kind
}
