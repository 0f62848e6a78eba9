import { describe, expect, test } from 'vitest'
import { greetingsRoutes, httpSurroundings } from './greetings.ts'

const appOf = (codeVersion: string) => greetingsRoutes({ http: httpSurroundings({ codeVersion }) })
const app = appOf('one')
const path = '/api/greetings/open/Ada'
const get = (ifNoneMatch?: string, url = path, from = app) =>
  from.request(url, ifNoneMatch === undefined ? {} : { headers: { 'if-none-match': ifNoneMatch } })

async function tagOf(url = path, from = app): Promise<string> {
  return (await get(undefined, url, from)).headers.get('etag') ?? ''
}

describe('an ETag', () => {
  test('saves a caller who has the answer from getting it again', async () => {
    const answer = await get(await tagOf())

    expect(answer.status).toBe(304)
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('etag')).toBe(await tagOf())
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
  })

  test('is found among several and when an edge weakened it', async () => {
    const tag = await tagOf()

    expect((await get(`"other", ${tag}`)).status).toBe(304)
    expect((await get(`W/${tag}`)).status).toBe(304)
  })

  test.each(['"other"', '', '*', 'W/"other"'])(
    'of another answer, %j, gets the answer',
    async (ifNoneMatch) => {
      expect((await get(ifNoneMatch)).status).toBe(200)
    },
  )

  test('differs by question and by code', async () => {
    const tags = [
      await tagOf(),
      await tagOf(`${path}?x=1`),
      await tagOf('/api/greetings/open/Bob'),
      await tagOf(path, appOf('two')),
    ]

    expect(new Set(tags).size).toBe(tags.length)
  })
})
