import { randomUUID } from 'node:crypto'
import { drillOf } from '#shared/quality/drill'
import { defaultQualitySettings, type QualitySettings } from '#shared/quality/quality-settings'
import type { ScanReason } from '#shared/quality/scan'
import type { StepResult } from '#shared/pipeline/pipeline'
import { shippedRules } from '#shared/quality/shipped-loads'
import type { FixDeps, FixWish } from '#functions/quality/fix-issue'
import { applyFix, planFix } from '#functions/quality/fix-issue'
import { failingRows } from '#functions/quality/issue-rows'
import { openScan } from '#functions/quality/open-scan'
import { revertFix } from '#functions/quality/revert-fix'
import { scanEffects } from '#functions/quality/scan-effects'
import { type ScanDeps, scanStores, worldOf } from '#functions/quality/scan-job'
import { scanShare } from '#functions/quality/scan-share'
import { settleScan } from '#functions/quality/settle-scan'
import { createClientsStore } from '#functions/store/clients.store'
import { hourOf } from '#functions/store/changed.store'
import { countedRuns, createRunsStore } from '#functions/store/runs.store'
import { createTable } from '#functions/store/table'
import { generateDemo } from '#infra/local/demo/generate'
import { createFaultyClient } from '#tests/harness/faults'
import type { TableWorld } from '#tests/harness/world'
import { readHouse } from '#tests/shared/quality/read-files'
import type { Files } from '../imports/imports-world.ts'

export const today = '2026-11-22'
const plenty = () => Number.POSITIVE_INFINITY

/** The demonstration's clients, catalogue and spend on a table, planted faults included. */
export async function aDemoHouse(desk: TableWorld, clients: number) {
  const { files, truth } = generateDemo({ clients, seed: 1, today })
  const house = readHouse(files)
  await desk.products.saveAll([...house.products.values()].map((product) => ({ ...product, version: 0 })))
  await desk.products.ensure(['P-77'])
  await desk.channels.register(Object.keys(truth.figures.newClientsByChannel))
  await desk.spend.saveAll(house.spend.map((one) => ({ ...one, amountCents: 100 })))
  await desk.clients.saveAll(house.clients.map((after) => ({ before: undefined, after })))
  return truth
}

/** The steps of a scan on a table, behind a client that fails when told. */
export function aScanner(desk: TableWorld, files: Files, settings: QualitySettings = defaultQualitySettings) {
  let now = Date.parse(`${today}T12:00:00.000Z`)
  const faults = createFaultyClient(desk.client)
  const clock = () => new Date((now += 1_000)).toISOString()
  const table = createTable({
    client: faults.client,
    name: desk.table.name,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  })
  const deps: ScanDeps = {
    table,
    files,
    shards: desk.shards,
    clock,
    timeZone: 'UTC',
    settings: () => Promise.resolve(settings),
    clientsPerPart: 90,
  }
  const stores = scanStores({ table: desk.table, shards: desk.shards })
  const runs = createRunsStore({ table: desk.table })
  const fixing: FixDeps = {
    clients: createClientsStore({
      table: desk.table,
      shards: desk.shards,
      runs: countedRuns(runs, () => (now += 2_000)),
      hour: () => hourOf(clock()),
    }),
    channels: desk.channels,
    issues: stores.issues,
    files,
    clock,
  }
  type Step = typeof scanShare

  async function untilDone(step: Step, event: Parameters<Step>[0], remaining: () => number): Promise<void> {
    let result: StepResult = { isDone: false }
    while (!result.isDone)
      result = await step(
        { ...event, ...(result.cursor === undefined ? {} : { cursor: result.cursor }) },
        deps,
        remaining,
      )
  }

  const steps = {
    open: (scanId: string, reason: ScanReason = 'nightly') => openScan({ scanId, reason }, deps),
    async share(scanId: string, remaining = plenty) {
      for (let shard = 0; shard < desk.shards; shard++)
        await untilDone(scanShare, { scanId, reason: 'nightly', shard, shards: desk.shards }, remaining)
    },
    settle: (scanId: string, remaining = plenty) =>
      untilDone(settleScan, { scanId, reason: 'nightly', shard: 0, shards: 1 }, remaining),
    effects: (scanId: string) =>
      untilDone(scanEffects, { scanId, reason: 'nightly', shard: 0, shards: 1 }, plenty),
  }

  return {
    deps,
    faults,
    fixing,
    stores,
    steps,
    async scan(scanId: string = randomUUID(), reason: ScanReason = 'nightly') {
      await steps.open(scanId, reason)
      await steps.share(scanId)
      await steps.settle(scanId)
      return scanId
    },
    /** Every open issue whole, by rule. */
    async issues() {
      const { cards } = await stores.issues.cards(true)
      const all = await Promise.all(cards.map(({ id }) => stores.issues.load(id)))
      return all.flatMap((issue) => issue ?? []).sort((a, b) => (a.id < b.id ? -1 : 1))
    },
    async issueOf(rule: string) {
      const found = (await this.issues()).filter((issue) => issue.rule === rule)
      if (found.length !== 1 || !found[0]) throw new Error(`${found.length} issues of ${rule}`)
      return found[0]
    },
    async drill(truth: Awaited<ReturnType<typeof aDemoHouse>>) {
      const rows = await Promise.all((await this.issues()).map((issue) => failingRows(issue, files)))
      return drillOf(truth.faults, rows.flat())
    },
    async plan(rule: string, wish: FixWish = { correction: { kind: 'proposed' } }) {
      const issue = await this.issueOf(rule)
      const world = await worldOf({ ...deps, table: desk.table })
      const spellings = (await stores.scans.load(issue.lastScan ?? ''))?.spellings ?? {}
      const question = { issue, rule: shippedRules.find(({ id }) => id === rule)!, wish, world, spellings }
      return { issue, plan: await planFix(question, fixing) }
    },
    async fix(rule: string, wish?: FixWish) {
      const { issue, plan } = await this.plan(rule, wish)
      return (await applyFix({ id: randomUUID(), issue, says: 'fixed', by: 'steward' }, plan, fixing)).batch
    },
    revert: async (batch: Awaited<ReturnType<typeof applyFix>>['batch']) =>
      (await revertFix({ batch, by: 'steward' }, fixing)).batch,
  }
}
