import * as v from 'valibot'
import type { CivilDay } from '#shared/kernel/day'
import { Headline } from '#shared/portfolio/headline'
import { headlineKey } from './keys.ts'
import type { Table } from './table.ts'

/** What the runs said in short, by as-of day; written by the flip of the current run. */
export function createHeadlinesStore({ table }: { table: Table }) {
  /** The headline of the newest run of a day; undefined where none was kept, or an older kind of it. */
  async function load(asOf: CivilDay): Promise<Headline | undefined> {
    const parsed = v.safeParse(Headline, await table.get(headlineKey(asOf)))
    return parsed.success ? parsed.output : undefined
  }

  return { load }
}

/** What the runs said in short. */
export type HeadlinesStore = ReturnType<typeof createHeadlinesStore>
