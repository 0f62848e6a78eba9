/** Every question of the table in the storage design, with what it may consume; asked by the bench and by a test. */
import { clientPartition } from '#functions/store/keys'
import type { Place } from '#functions/store/clients-list'
import { asOf, COMMON_WORD, idOf } from './portfolio.ts'
import type { SeededDesk } from './seeded-desk.ts'

/** What a question consumed over all the ways it was asked. */
export interface Answer {
  readonly question: string
  /** Read units of the dearest way. */
  readonly most: number
  readonly mean: number
  /** Most it may consume. */
  readonly budget?: number
  /** Whether the mean may not grow with the number of clients. */
  readonly isFlat: boolean
}

/** Growth of a flat question between two numbers of clients that is put down to how pages happen to fall. */
export const FLAT = 0.1

const orders = ['name', 'value', 'risk', 'time'] as const
const directions = ['asc', 'desc'] as const
const ways = orders.flatMap((sort) => directions.map((order) => ({ sort, order })))
const PLACES = 3
const ROWS = 25
/** Those with the most clients: full pages also where there are few. */
const largeStatuses = ['dormant', 'active'] as const
const smallStatuses = ['prospect', 'restricted', 'closed'] as const

/** Asks everything of a valued table. */
export async function askEverything(desk: SeededDesk): Promise<Answer[]> {
  return [
    ...(await askForPages(desk)),
    ...(await askBySearch(desk)),
    ...(await askForOneClient(desk)),
    ...(await askForTheDashboard(desk)),
    await askForTheSession(desk),
  ]
}

async function askForPages(desk: SeededDesk): Promise<Answer[]> {
  const inStatus = (some: readonly string[]) =>
    some.flatMap((status) => ways.map((way) => ({ ...way, status })))
  const ofOne = inStatus(largeStatuses)
  const ofAll: readonly Question[] = ways
  const first = (questions: readonly Question[]) => pagesOf(desk, questions)
  const last = (questions: readonly Question[]) =>
    pagesOf(
      desk,
      questions.map((question) => ({ ...question, from: 'last' })),
    )
  const ofFew = (await first(inStatus(smallStatuses))).map(({ units }) => ({ units, isFull: false }))
  return [
    pages('first page of 25, one status', [...(await first(ofOne)), ...ofFew], 8),
    pages('first page of 25, all statuses', await first(ofAll), 20),
    pages('last page of 25, all statuses', await last(ofAll), 20),
    pages('page in the middle, one status', await middles(desk, ofOne), 8),
    pages('page in the middle, all statuses', await middles(desk, ofAll), 20),
  ]
}

type Question = Readonly<Record<string, string>> & { readonly sort: (typeof orders)[number] }

interface Page {
  readonly units: number
  readonly isFull: boolean
}

async function pagesOf(
  desk: SeededDesk,
  questions: readonly Question[],
  placeFor: (question: Question) => Promise<Place | undefined> = () => Promise.resolve(undefined),
): Promise<Page[]> {
  const asked: Page[] = []
  for (const question of questions) {
    const place = await placeFor(question)
    let rows = 0
    const { read } = await desk.unitsOf(async () => {
      rows = (await desk.list(question, place)).items.length
    })
    asked.push({ units: read, isFull: rows === ROWS })
  }
  return asked
}

/** Pages after clients spread over the numbers, which lie anywhere in the orders. */
async function middles(desk: SeededDesk, questions: readonly Question[]): Promise<Page[]> {
  const numbers = Array.from({ length: PLACES }, (_, place) =>
    Math.floor((desk.count * (place + 1)) / (PLACES + 1)),
  )
  const asked: Page[] = []
  for (const number of numbers)
    asked.push(...(await pagesOf(desk, questions, ({ sort }) => desk.placeOf(number, sort))))
  return asked
}

/** The budget holds for every page; whether it is flat shows on full ones, a list's end is cheaper. */
function pages(question: string, asked: readonly Page[], budget: number): Answer {
  const full = asked.filter(({ isFull }) => isFull)
  const units = (some: readonly Page[]) => some.map((page) => page.units)
  const { mean } = answer(question, units(full), { isFlat: true })
  return { ...answer(question, units(asked), { budget, isFlat: true }), mean }
}

async function askBySearch(desk: SeededDesk): Promise<Answer[]> {
  const oneOf = idOf(Math.floor(desk.count / 2))
  const search = async (q: string) => unitsOfAll(desk, [() => desk.list({ q })])
  return [
    answer('search for one client', await search(oneOf), { budget: 300, isFlat: true }),
    answer('search by two words', await search(`anna brandt`), { budget: 300, isFlat: false }),
    answer(`search for a word of everybody`, await search(COMMON_WORD), { budget: 300, isFlat: false }),
  ]
}

async function askForOneClient(desk: SeededDesk): Promise<Answer[]> {
  const number = Math.floor(desk.count / 2)
  const items = await desk.table.queryAll(clientPartition(idOf(number)))
  const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0)
  const partition = () => desk.clients.loadWithFacts(idOf(number), { isConsistent: false })
  const page = desk.clientPage()
  const firstPage = await desk.unitsOf(() => page(number))
  const nextPage = await desk.unitsOf(() => page(number))
  return [
    answer(`client with ${desk.facts} facts: its partition`, await unitsOfAll(desk, [partition]), {
      // A read is counted in whole steps of 4 KB, half a unit each.
      budget: Math.ceil(bytes / 4_096) / 2,
      isFlat: true,
    }),
    answer(`client page, context at hand`, [nextPage.read], { isFlat: true }),
    answer(`client page, first of a process`, [firstPage.read], { isFlat: false }),
  ]
}

async function askForTheDashboard(desk: SeededDesk): Promise<Answer[]> {
  const { versions, view } = desk.dashboard()
  const cold = await desk.unitsOf(view)
  const warm = await desk.unitsOf(view)
  const unchanged = await desk.unitsOf(versions)
  return [
    answer('dashboard, cold', [cold.read], { budget: 320, isFlat: false }),
    answer('dashboard, not modified', [unchanged.read], { budget: (desk.shards + 2) / 2, isFlat: true }),
    answer('dashboard, snapshot at hand', [warm.read], { isFlat: true }),
  ]
}

async function askForTheSession(desk: SeededDesk): Promise<Answer> {
  const sid = 's'.repeat(43)
  const now = `${asOf}T12:00:00.000Z`
  const user = { userId: 'u', name: 'Ada', email: 'ada@example.com', role: 'admin' } as const
  await desk.sessions.open(sid, user, now)
  const resume = () => desk.sessions.resume(sid, { now, idleMinutes: 120 })
  return answer('session, with every call', await unitsOfAll(desk, [resume]), { isFlat: true })
}

async function unitsOfAll(desk: SeededDesk, asked: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const units: number[] = []
  for (const ask of asked) units.push((await desk.unitsOf(ask)).read)
  return units
}

function answer(
  question: string,
  units: readonly number[],
  held: { budget?: number; isFlat: boolean },
): Answer {
  const mean = units.reduce((sum, one) => sum + one, 0) / units.length
  return { question, most: Math.max(...units), mean, ...held }
}

/** Bytes of a stored value as DynamoDB counts them: names and texts in UTF-8, numbers by their digits. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).length / 2) + 1
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 1 + sizeOf(one), 3)
  if (value !== null && typeof value === 'object')
    return Object.entries(value).reduce((sum, [name, one]) => sum + name.length + 1 + sizeOf(one), 3)
  return 1
}
