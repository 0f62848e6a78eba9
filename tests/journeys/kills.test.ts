import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import * as v from 'valibot'
import { afterEach, describe, expect, test } from 'vitest'
import { ImportOpened, ImportView, type Mapping } from '#shared/import/import-view.schema'
import { createRandom } from '#shared/numeric/random'
import { RunView } from '#shared/pipeline/run-view.schema'
import { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { type Portal, signIn, untilFinal, upload } from '#infra/local/demo/portal'
import { sharedData } from '#tests/harness/shared-data'
import { PASSWORD, startDesk } from './desk.ts'

const sample = sharedData('cdnow/CDNOW_sample.txt')
const KILLS = 5

const mapping: Mapping = {
  delimiter: 'blanks',
  hasHeader: false,
  columns: { clientId: '2', occurredOn: '3', quantity: '4', amount: '5' },
  dateFormat: 'YYYYMMDD',
  decimal: 'point',
  keepsUnmapped: false,
}

type Desk = Awaited<ReturnType<typeof startDesk>>
const desks: Desk[] = []
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.stop()))
})

async function openDesk(): Promise<{ desk: Desk; portal: Portal }> {
  const desk = await startDesk(['--empty'])
  desks.push(desk)
  return { desk, portal: await signIn(desk.url, { username: 'admin@example.com', password: PASSWORD }) }
}

/** Ends the process that runs the jobs, as the kernel would; the desk starts another and tries the step again. */
function killWorker(desk: Desk): boolean {
  const worker = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => isWorkerOf(desk.pid, pid))
  if (worker === undefined) return false
  process.kill(Number(worker), 'SIGKILL')
  return true
}

function isWorkerOf(parent: number, pid: string): boolean {
  try {
    const isChild = readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${parent}\n`)
    return (
      isChild &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(
        process.env['PERENNIAL_DESK'] === 'template' ? 'function-host' : 'job-worker',
      )
    )
  } catch {
    // It ended while it was looked at.
    return false
  }
}

async function startImport(portal: Portal, startsRun: boolean): Promise<string> {
  const text = readFileSync(sample ?? '', 'utf8')
  const opened = await portal.post(
    '/api/imports',
    { kind: 'transactions', name: 'sample.txt', bytes: Buffer.byteLength(text) },
    ImportOpened,
  )
  await upload(opened.upload, text)
  await portal.post(`/api/imports/${opened.id}/start`, { mapping, startsRun }, v.unknown())
  return opened.id
}

const importEnded = (portal: Portal, id: string) =>
  untilFinal(
    () => portal.get(`/api/imports/${id}`, ImportView),
    ({ status }) => status === 'done' || status === 'failed',
  )

const runEnded = (portal: Portal, id: string) =>
  untilFinal(
    () => portal.get(`/api/runs/${id}`, RunView),
    ({ status }) => status === 'published' || status === 'failed',
  )

/** The facts, clients, words and sums of the table; instants, jobs and their ids aside. */
async function dump(desk: Desk, ids: readonly string[]): Promise<string[]> {
  const { env } = JSON.parse(readFileSync(join(desk.data, 'desk.json'), 'utf8')) as {
    env: Record<string, string>
  }
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
      region: env['AWS_REGION'] ?? '',
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    }),
  )
  const rows: string[] = []
  let startKey: Record<string, unknown> | undefined
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: env['TABLE_NAME'] ?? '',
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      }),
    )
    for (const item of page.Items ?? []) {
      if (!/^(CLIENT|FLOW|TOKEN|PRODUCT)#/.test(String(item['pk'])) || item['sk'] === 'VERSION') continue
      const text = JSON.stringify(item, Object.keys(flatKeys(item)).sort())
      rows.push(ids.reduce((all, id) => all.replaceAll(id, 'ID'), text))
    }
    startKey = page.LastEvaluatedKey
  } while (startKey)
  return rows.sort()
}

/** Every attribute name anywhere in an item, so that JSON is written in one order. */
function flatKeys(value: unknown, into: Record<string, true> = {}): Record<string, true> {
  if (Array.isArray(value)) for (const one of value) flatKeys(one, into)
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) {
      into[key] = true
      flatKeys(one, into)
    }
  return into
}

describe.skipIf(!sample)(
  `jobs that are killed${sample ? '' : ' (skipped: the CDNOW sample is not here)'}`,
  () => {
    test('an import killed at five moments leaves the same table as one that was not', async () => {
      const calm = await openDesk()
      const calmId = await startImport(calm.portal, false)
      const untouched = await importEnded(calm.portal, calmId)
      const { desk, portal } = await openDesk()
      const random = createRandom(1997)
      const id = await startImport(portal, false)
      let kills = 0
      for (let attempt = 0; kills < KILLS && attempt < 4 * KILLS; attempt++) {
        await wait(150 + 900 * random.next())
        const { status } = await portal.get(`/api/imports/${id}`, ImportView)
        if (status === 'done') break
        if (killWorker(desk)) kills += 1
      }

      const ended = await importEnded(portal, id)

      expect(kills).toBeGreaterThan(2)
      expect(ended).toMatchObject({ status: 'done', counts: untouched.counts })
      expect(untouched.counts).toMatchObject({ read: 6_919, accepted: 6_919, rejected: 0 })
      const [left, right] = [await dump(desk, [id]), await dump(calm.desk, [calmId])]
      expect(left.length).toBe(right.length)
      expect(left).toEqual(right)
    })

    test('a run killed at five moments publishes the same figures, and no reader ever sees two runs mixed', async () => {
      const { desk, portal } = await openDesk()
      await importEnded(portal, await startImport(portal, false))
      const calm = await portal.post('/api/runs', {}, v.object({ id: v.string() }))
      await runEnded(portal, calm.id)
      const { run: _calmRun, live: _live, ...figures } = await portal.get('/api/dashboard', DashboardView)

      const killed = await portal.post('/api/runs', {}, v.object({ id: v.string() }))
      const random = createRandom(1998)
      const seen = new Set<string>()
      let kills = 0
      for (let attempt = 0; kills < KILLS && attempt < 4 * KILLS; attempt++) {
        await wait(200 + 900 * random.next())
        const view = await portal.get('/api/dashboard', DashboardView)
        seen.add(view.run?.id ?? '')
        expect(view.kpis).toEqual(figures.kpis)
        if ((await portal.get(`/api/runs/${killed.id}`, RunView)).status === 'published') break
        if (killWorker(desk)) kills += 1
      }
      const ended = await runEnded(portal, killed.id)

      expect(kills).toBeGreaterThan(1)
      expect(ended).toMatchObject({ status: 'published', reconciliation: 'equal', isCurrent: true })
      const { run, live: _, ...after } = await portal.get('/api/dashboard', DashboardView)
      expect(run?.id).toBe(killed.id)
      expect(after).toEqual(figures)
      expect([...seen].every((id) => id === calm.id || id === killed.id)).toBe(true)
    })
  },
)
