import { parse } from 'csv-parse/sync'
import type { ImportKind } from '#shared/import/import-view.schema'
import { importKinds } from '#shared/import/import-view.schema'
import { generateDemo } from '#infra/local/demo/generate'
import type { DemoWish } from '#infra/local/demo/generate'
import type { Truth } from '#infra/local/demo/truth'

/** A row as text, by column. */
export type TextRow = Readonly<Record<string, string>>

/** A demo as a reader of its files sees it: the rows that can be stored. */
export interface ParsedDemo {
  readonly truth: Truth
  readonly rows: Readonly<Record<ImportKind, readonly TextRow[]>>
}

/** Last day of the histories under test. */
export const TODAY = '2026-11-22'

/** Generates a demo and reads its files back. */
export function parsedDemo(wish: Partial<DemoWish> = {}): ParsedDemo {
  const { files, truth } = generateDemo({ clients: 1000, seed: 1, today: TODAY, ...wish })
  const rows: Partial<Record<ImportKind, TextRow[]>> = {}
  for (const kind of importKinds) {
    const all: TextRow[] = parse(files[kind], { columns: true })
    const lines = new Set(truth.rejectedRows.filter((row) => row.kind === kind).map((row) => row.line))
    rows[kind] = all.filter((_, index) => !lines.has(index + 2))
  }
  return { truth, rows } as ParsedDemo // -- because every kind was filled in the loop
}

/** A cell of a row; empty when the column is missing. */
export function cell(row: TextRow | undefined, column: string): string {
  return row?.[column] ?? ''
}

/** Minor units of an amount with two decimals. */
export function cents(text: string): number {
  return Number(text.replace('.', ''))
}
