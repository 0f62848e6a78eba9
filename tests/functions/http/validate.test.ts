import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromSite, greetingsRoutes, httpSurroundings } from './greetings.ts'

const app = greetingsRoutes({ http: httpSurroundings() })
const get = (query: string) => app.request(`/api/greetings?${query}`, { headers: fromSite('viewer') })
const post = (body: string) =>
  app.request('/api/greetings', { method: 'POST', headers: fromSite('steward'), body })

type Body = { code: string; details: { issues: { path: string; message: string }[] } }
const issuesOf = async (answer: Response) => ((await answer.json()) as Body).details.issues

describe('validation', () => {
  test('lists everything that is wrong at once, each with its place', async () => {
    const answer = await get('name=Bartholomew%20Higginbotham&limit=1000&tone=loud&color=red')

    expect(answer.status).toBe(400)
    expect((await issuesOf(answer)).map(({ path }) => path).sort()).toEqual([
      'color',
      'limit',
      'name',
      'tone',
    ])
  })

  test('never repeats what was sent', async () => {
    const canary = 'canary-4711'
    const answers = await Promise.all([
      get(`tone=${canary}`),
      get(`limit=${canary}`),
      post(JSON.stringify({ text: '', rank: canary })),
      post(JSON.stringify({ text: [canary], rank: 1.5 })),
      post(`{"text": "${canary}", `),
      post(`"${canary}"`),
    ])

    for (const answer of answers) {
      expect(answer.status).toBe(400)
      expect(await answer.text()).not.toContain(canary)
    }
  })

  test('keeps the sentences written for people', async () => {
    const issues = await issuesOf(await get(`name=${'x'.repeat(21)}`))

    expect(issues).toEqual([{ path: 'name', message: 'At most 20 characters.' }])
  })

  test('refuses a parameter that is given twice', async () => {
    const answer = await get('name=a&name=b')

    expect(answer.status).toBe(400)
    expect(await issuesOf(answer)).toEqual([{ path: 'name', message: expect.any(String) }])
  })

  test('says that unreadable JSON is unreadable', async () => {
    const answer = await post('{"text": ')

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'request.malformed' })
  })

  test.each([
    ['too deep', JSON.stringify({ text: 'a', more: JSON.parse('['.repeat(9) + ']'.repeat(9)) })],
    ['deeper than any parser likes', `{"text":"a","more":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    [
      'of too many keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 201 }, (_, key) => [`k${key}`, 1]))),
    ],
    ['that redefines what objects inherit', '{"text":"a","__proto__":{"role":"admin"}}'],
    ['with a key every object has', '{"text":"a","constructor":1}'],
  ])('refuses JSON %s', async (_, body) => {
    expect((await post(body)).status).toBe(400)
  })

  test('refuses every key that is not known', async () => {
    const keys = fc.string({ minLength: 1 }).filter((key) => !['text', 'rank'].includes(key))

    await fc.assert(
      fc.asyncProperty(keys, fc.jsonValue({ maxDepth: 3 }), async (key, value) => {
        const body = `{"text":"a",${JSON.stringify(key)}:${JSON.stringify(value)}}`
        expect((await post(body)).status).toBe(400)
      }),
      { numRuns: 200 },
    )
  })
})
