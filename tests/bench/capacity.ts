/** What the product's questions consume of the table, for several numbers of clients. */
import { createWorld } from '#tests/harness/world'
import { type Answer, askEverything, FLAT } from './questions.ts'
import { type Measured, type Row, tableOf } from './row.ts'
import { createSeededDesk, type DeskSize } from './seeded-desk.ts'

/** Read units per client that a run may consume where a client has 36 facts. */
export const RUN_BUDGET = 4.5
const SHARDS_ON_AWS = 4
/** Clients with 36 facts: enough that what a run reads once hardly counts. */
const LONG_HISTORIES: DeskSize = { clients: 500, shards: 1, facts: 36 }

interface Asked {
  readonly size: DeskSize
  readonly answers: readonly Answer[]
  readonly rows: readonly Row[]
}

const label = ({ clients, shards, facts = 5 }: DeskSize): string =>
  `${clients.toLocaleString('en')} clients x ${facts} facts, ${shards} ${shards === 1 ? 'shard' : 'shards'}`

/** Units of every question, held to the budgets of the storage design and to not growing where it says so. */
export async function measureCapacity(
  sizes: readonly number[],
  progress: (text: string) => void,
): Promise<Measured> {
  const [smallest = 1_000, ...others] = [...sizes].sort((left, right) => left - right)
  const first = await askAt({ clients: smallest, shards: 1 }, progress)
  const sharded = await askAt({ clients: smallest, shards: SHARDS_ON_AWS }, progress)
  const long = await runAt(LONG_HISTORIES, progress)
  const rows = [...first.rows, ...sharded.rows, ...long.rows]
  for (const clients of others) {
    const more = await askAt({ clients, shards: 1 }, progress)
    rows.push(...more.rows, ...growthOf(first, more))
  }
  return { rows }
}

async function askAt(size: DeskSize, progress: (text: string) => void): Promise<Asked> {
  const world = await createWorld()
  try {
    const { desk, rows, perClient } = await valued(world, size, progress)
    progress(`${label(size)}: asking`)
    const answers = [...(await askEverything(desk)), perClient]
    const all = [...rows, ...answers.map((one) => rowOf(size, one))]
    progress(tableOf(all))
    return { size, answers, rows: all }
  } finally {
    await world.stop()
  }
}

/** Only the run: what it reads of clients with long histories. */
async function runAt(size: DeskSize, progress: (text: string) => void): Promise<{ rows: Row[] }> {
  const world = await createWorld()
  try {
    const { rows, perClient } = await valued(world, size, progress)
    return { rows: [...rows, rowOf(size, { ...perClient, budget: RUN_BUDGET })] }
  } finally {
    await world.stop()
  }
}

async function valued(
  world: Awaited<ReturnType<typeof createWorld>>,
  size: DeskSize,
  progress: (text: string) => void,
) {
  const desk = await createSeededDesk(world, size)
  progress(`${label(size)}: saving`)
  const saving = await timed(() => desk.unitsOf(() => desk.seed()))
  progress(`${label(size)}: saved in ${Math.round(saving.seconds)} s, valuing`)
  const running = await timed(() => desk.unitsOf(() => desk.run('run-1')))
  progress(`${label(size)}: valued in ${Math.round(running.seconds)} s`)
  const name = (what: string) => `${label(size)}: ${what}`
  const read = running.units.read / size.clients
  const perClient: Answer = { question: 'run, per client', most: read, mean: read, isFlat: true }
  const rows: Row[] = [
    { name: name('saving a client'), measured: saving.units.write / size.clients, unit: 'WRU' },
    {
      name: name('run, per client and fact'),
      measured: read / desk.facts,
      unit: 'RRU',
    },
    {
      name: name('run, scores written for the first time, per client'),
      measured: running.units.write / size.clients,
      unit: 'WRU',
    },
    { name: name('saving'), measured: saving.seconds, unit: 's' },
    { name: name('run'), measured: running.seconds, unit: 's' },
  ]
  return { desk, rows, perClient }
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ units: Value; seconds: number }> {
  const started = performance.now()
  const units = await work()
  return { units, seconds: (performance.now() - started) / 1_000 }
}

function rowOf(size: DeskSize, { question, most, mean, budget }: Answer): Row {
  return {
    name: `${label(size)}: ${question}`,
    measured: most,
    unit: 'RRU',
    ...(mean === most ? {} : { remark: `mean ${mean.toFixed(1)}` }),
    ...(budget === undefined ? {} : { budget, isGated: true }),
  }
}

/** How much flat questions grew from fewer to more clients; less is no fault. */
function growthOf(few: Asked, many: Asked): Row[] {
  return many.answers
    .filter(({ isFlat }) => isFlat)
    .flatMap(({ question, mean }) => {
      const before = few.answers.find((one) => one.question === question)
      if (!before) return []
      return [
        {
          name: `flat, ${few.size.clients.toLocaleString('en')} to ${many.size.clients.toLocaleString('en')} clients: ${question}`,
          measured: (100 * mean) / before.mean,
          unit: '%',
          budget: 100 * (1 + FLAT),
          isGated: true,
        },
      ]
    })
}
