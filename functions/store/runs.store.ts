import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import type { RunId } from '#shared/kernel/ids'
import type { Run, StepProgress } from '#shared/pipeline/run'
import { currentRunKey, headlineKey, indexes, RUNS_PARTITION, runKey } from './keys.ts'
import { createRunParts } from './run-parts.ts'
import type { Item, Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** Which run the product shows, and which one is on its way. */
export interface CurrentRun {
  readonly runId?: RunId
  readonly asOf?: string
  readonly finishedAt?: Instant
  readonly model?: string
  /** A run in progress that may replace it. */
  readonly opening?: RunId
}

const openingIsThis = 'opening = :id'
const currentIsOlder = 'attribute_not_exists(startedAt) OR startedAt <= :startedAt'

/** Runs: their progress, context, partial sums and snapshots, and the flip of the current one. */
export function createRunsStore({ table }: { table: Table }) {
  /** Writes a run that is not there yet; the same id again is left as it is. */
  async function open(run: Run): Promise<void> {
    const isNew = 'attribute_not_exists(pk)'
    try {
      await table.transact([
        { Put: { Item: itemOf(run), ConditionExpression: isNew }, condition: alreadyOpen },
        ...(run.isStudy ? [] : [setCurrent({ opening: run.id })]),
      ])
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'run.already-open') throw error
    }
  }

  async function load(id: RunId): Promise<Run | undefined> {
    const item = await table.get(runKey(id), { isConsistent: true })
    return item && runOf(item)
  }

  /** Sets attributes of a run; progress is set entry by entry so that shards do not overwrite each other. */
  async function update(id: RunId, changes: Partial<Omit<Run, 'id' | 'progress'>>): Promise<void> {
    const entries = Object.entries(changes)
    await table.transact([
      {
        Update: {
          Key: runKey(id),
          UpdateExpression: `SET ${entries.map((_, index) => `#${index} = :${index}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#${index}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            entries.map(([, value], index) => [`:${index}`, value]),
          ),
        },
      },
    ])
  }

  async function report(id: RunId, step: string, progress: StepProgress): Promise<void> {
    await table.transact([
      {
        Update: {
          Key: runKey(id),
          UpdateExpression: 'SET progress.#step = :progress',
          ExpressionAttributeNames: { '#step': step },
          ExpressionAttributeValues: { ':progress': progress },
        },
      },
    ])
  }

  /** The newest runs, and the place to go on from. */
  async function page(limit: number, after?: string): Promise<{ runs: Run[]; next: string | undefined }> {
    const { index, pk, sk } = indexes.time
    const answer = await table.query({
      IndexName: index,
      KeyConditionExpression: after === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :after',
      ExpressionAttributeNames: { '#pk': pk, ...(after === undefined ? {} : { '#sk': sk }) },
      ExpressionAttributeValues: {
        ':pk': RUNS_PARTITION,
        ...(after === undefined ? {} : { ':after': after }),
      },
      ScanIndexForward: false,
      Limit: limit + 1,
    })
    const shown = answer.items.slice(0, limit)
    const items = await table.getMany(shown.map((item) => runKey((item['card'] as { id: string }).id)))
    const byId = new Map(items.map((item) => [item['id'], runOf(item)]))
    const runs = shown.flatMap((item) => byId.get((item['card'] as { id: string }).id) ?? [])
    const last = shown.at(-1)
    return { runs, next: answer.items.length > limit && last ? String(last[sk]) : undefined }
  }

  async function current({ isConsistent = false } = {}): Promise<CurrentRun> {
    const item = await table.get(currentRunKey, { isConsistent })
    return (item ?? {}) as CurrentRun // -- because `publish` and `open` are the only writers
  }

  /** Makes a finished run the one the product shows, unless a later one already is. One write: readers never see a mix. */
  async function publish(run: Run, finishedAt: Instant, headline: Record<string, unknown>): Promise<boolean> {
    const values = { runId: run.id, asOf: run.asOf, finishedAt, model: run.model, startedAt: run.startedAt }
    try {
      await table.transact([
        {
          Update: {
            Key: { ...currentRunKey },
            UpdateExpression: `SET ${Object.keys(values)
              .map((name) => `#${name} = :${name}`)
              .join(', ')}`,
            ConditionExpression: currentIsOlder,
            ExpressionAttributeNames: Object.fromEntries(
              Object.keys(values).map((name) => [`#${name}`, name]),
            ),
            ExpressionAttributeValues: Object.fromEntries(
              Object.entries(values).map(([name, value]) => [`:${name}`, value ?? null]),
            ),
          },
          condition: laterRunIsCurrent,
        },
        put(headlineKey(run.asOf ?? finishedAt.slice(0, 10)), {
          kind: 'headline',
          runId: run.id,
          ...headline,
        }),
      ])
      await closeOpening(run.id)
      return true
    } catch (error) {
      if (error instanceof DomainError && error.code === 'run.later-is-current') return false
      throw error
    }
  }

  /** Says that a run is on its way no longer. */
  async function closeOpening(id: RunId): Promise<void> {
    const { opening } = await current({ isConsistent: true })
    if (opening !== id) return
    try {
      await table.transact([{ Update: closedOpening(id), condition: anotherIsOpening }])
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'run.another-is-opening') throw error
    }
  }

  return {
    open,
    load,
    update,
    report,
    page,
    ...createRunParts({ table }),
    current,
    publish,
    closeOpening,
  }
}

/** Runs. */
export type RunsStore = ReturnType<typeof createRunsStore>

const anotherIsOpening = () =>
  new DomainError('conflict', 'run.another-is-opening', 'Another run was opened meanwhile.')
const alreadyOpen = () => new DomainError('conflict', 'run.already-open', 'This run is already open.')
const laterRunIsCurrent = () =>
  new DomainError(
    'conflict',
    'run.later-is-current',
    'A later run is already shown; this one is kept as history.',
  )

function put(key: { pk: string; sk: string }, attributes: Record<string, unknown>): NamedWrite {
  return { Put: { Item: { ...key, ...attributes } } }
}

function setCurrent({ opening }: { opening: RunId }): NamedWrite {
  return {
    Update: {
      Key: { ...currentRunKey },
      UpdateExpression: 'SET opening = :opening',
      ExpressionAttributeValues: { ':opening': opening },
    },
  }
}

function closedOpening(id: RunId) {
  return {
    Key: { ...currentRunKey },
    UpdateExpression: 'REMOVE opening',
    ConditionExpression: openingIsThis,
    ExpressionAttributeValues: { ':id': id },
  }
}

function itemOf(run: Run): Item {
  return {
    ...runKey(run.id),
    kind: 'run',
    ...run,
    card: { id: run.id },
    [indexes.time.pk]: RUNS_PARTITION,
    [indexes.time.sk]: `${run.startedAt}#${run.id}`,
  }
}

function runOf(item: Item): Run {
  const { pk: _pk, sk: _sk, kind: _kind, card: _card, timePk: _timePk, timeSk: _timeSk, ...run } = item
  return run as unknown as Run // -- because `open` and `update` are the only writers
}

/** The runs a change of a client is counted for; read at most once a second per process. */
export function countedRuns(runs: Pick<RunsStore, 'current'>, now: () => number = Date.now) {
  let known: { at: number; runs: readonly string[] } | undefined
  return async (): Promise<readonly string[]> => {
    if (known && now() - known.at < 1_000) return known.runs
    const { runId, opening } = await runs.current({ isConsistent: true })
    known = { at: now(), runs: [...new Set([runId, opening])].filter((run) => run !== undefined) }
    return known.runs
  }
}
