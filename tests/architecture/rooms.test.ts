import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { jobs } from '#shared/pipeline/pipeline'
import { sections } from '#shared/sections'

const root = fileURLToPath(new URL('../..', import.meta.url))
const files = (pattern: string) =>
  globSync(pattern, { cwd: root, exclude: (path) => path.includes('node_modules') }).map((path) =>
    path.toString(),
  )
const textOf = (path: string) => readFileSync(`${root}/${path}`, 'utf8')
const source = files('{shared,functions,infra,web/src}/**/*.ts')

describe('the house', () => {
  test.each(sections.map((section) => section.name))('section %s has its door', (name) => {
    expect(existsSync(`${root}/functions/${name}/${name}.lambda.ts`)).toBe(true)
    expect(existsSync(`${root}/functions/${name}/${name}.routes.ts`)).toBe(true)
  })

  test.each(sections.flatMap((section) => ('page' in section ? [section.name] : [])))(
    'section %s has its feature on the screen',
    (name) => {
      expect(existsSync(`${root}/web/src/features/${name}/feature.ts`)).toBe(true)
    },
  )

  const steps = Object.values(jobs).flatMap((job) => [...job.steps, job.onFailure].map((step) => step.name))
  test.each([...new Set(steps)])('step %s has its function', (name) => {
    expect(existsSync(`${root}/functions/pipeline/${name}.lambda.ts`)).toBe(true)
  })

  test('no file is called utils, helpers, common, misc or index', () => {
    const nameless = source.filter((path) => /^(utils?|helpers?|common|misc|index)\.ts$/.test(basename(path)))

    expect(nameless).toEqual([])
  })

  test.each([
    [
      'process.env is read in functions/runtime/env.ts only',
      /process\.env/,
      /^functions\//,
      ['functions/runtime/env.ts'],
    ],
    [
      'SDK clients are made in functions/runtime/aws.ts only',
      /new \w+Client\(/,
      /^functions\//,
      ['functions/runtime/aws.ts'],
    ],
    ['middy is met in functions/runtime only', /@middy\/core/, /^functions\/(?!runtime\/)/, []],
    ['keys stay in the store', /\b(ConditionExpression|TransactItems)\b/, /^functions\/(?!store\/)/, []],
    ['nothing asks whether it is local', /\bisLocal\b|if \(local\)/, /^(shared|functions|web)\//, []],
    ['no casts through unknown without a reason', /as unknown as(?!.*--)(?!.*because)/, /^(shared)\//, []],
  ])('%s', (_name, pattern, room, allowed) => {
    const found = source.filter((path) => room.test(path) && pattern.test(textOf(path)))

    expect(found.filter((path) => !(allowed as string[]).includes(path))).toEqual([])
  })

  test('files named in the documents exist', () => {
    const documents = ['README.md', ...files('{shared,functions,infra,web,tests}/README.md')]
    const missing = documents.flatMap((document) =>
      [
        ...textOf(document).matchAll(
          /`((?:shared|functions|infra|web|tests|\.config|\.ci)\/[\w./-]+\.(?:ts|vue|md|json))`/g,
        ),
      ]
        .map((match) => match[1] ?? '')
        .filter((path) => !existsSync(`${root}/${path}`))
        .map((path) => `${document}: ${path}`),
    )

    expect(missing).toEqual([])
  })
})
