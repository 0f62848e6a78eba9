import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decoded } from '#functions/imports/encoding'
import { importFiles } from '#functions/imports/import-files'
import { newImport } from '#functions/imports/open-import'
import { startImport } from '#functions/imports/start-import'
import { createWorld, type World } from '#tests/harness/world'
import { createFiles, createImportsWorld, type Files } from './imports-world.ts'

let world: World
let files: Files
let runs = 0
beforeAll(async () => {
  world = await createWorld({ services: ['dynamodb', 's3'] })
  files = await createFiles(world)
})
afterAll(async () => {
  await world.stop()
})

const nextId = () => `refused-${++runs}`
const desk = (options: { shards?: number; segmentBytes?: number } = {}) =>
  createImportsWorld(world, { files, ...options })

async function rejectedRows(id: string): Promise<string[][]> {
  return parse((await files.text(importFiles.rejected(id))) ?? '')
}

describe('what is no table of text', () => {
  const start = async (content: string | Uint8Array) => {
    const imports = await desk()
    return imports.start({ id: nextId(), kind: 'clients', content, mapping: { columns: { clientId: 'id' } } })
  }

  test.each([
    ['UTF-16 with its mark', Buffer.from('\uFEFFid\n1\n', 'utf16le'), 'import.encoding'],
    ['UTF-16 without a mark', Buffer.from('id\n1\n', 'utf16le'), 'import.encoding'],
    ['a workbook', Buffer.from('PK\u0003\u0004rest'), 'import.compressed'],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8, 0]), 'import.compressed'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'import.not-text'],
    ['NUL bytes', Buffer.from('id\n1\u00002\n'), 'import.not-text'],
    ['Latin-1', Buffer.from('id\nZoë\n', 'latin1'), 'import.encoding'],
    ['nothing but blank lines', Buffer.from('\uFEFF\r\n \n'), 'import.empty'],
    ['a header the mapping does not fit', Buffer.from('name\nAda\n'), 'import.mapping-invalid'],
  ])('%s is refused at the start, with a code and a sentence', async (_, content, code) => {
    await expect(start(content)).rejects.toMatchObject({ kind: 'invalid', code })
  })

  test('a byte that is no UTF-8, far behind the start, ends the import before anything is stored', async () => {
    const imports = await desk({ segmentBytes: 70_000 })
    const rows = Array.from({ length: 20_000 }, (_, index) => `client-${index},Zoë\n`).join('')
    const content = Buffer.concat([Buffer.from(`id,name\n${rows}`), Buffer.from([0x41, 0xff, 0x0a])])
    const before = await imports.facts()

    const failed = await imports.importFile({ id: nextId(), kind: 'clients', content })

    expect(failed).toMatchObject({ status: 'failed', error: { code: 'import.encoding' } })
    expect(failed.error?.message).toContain(`byte ${content.length - 1} `)
    expect(await imports.facts()).toEqual(before)
  })

  test.each([
    [[0x41, 0xeb, 0x0a], 2],
    [[0x41, 0xff], 2],
    [[0x41, 0xc3, 0xa9, 0x80], 4],
    [[0x41, 0xe2, 0x82], 2],
  ])('of %j, the byte named is number %i', (bytes, position) => {
    expect(() => decoded(Uint8Array.from(bytes), 0)).toThrow(`byte ${position} `)
  })

  test('an upload that is not there, or has another size, is not started', async () => {
    const imports = await desk()
    const record = newImport(
      { kind: 'clients', name: 'x.csv', bytes: 5 },
      { by: 'S', at: '2026-11-22T12:00:00.000Z' },
    )
    await imports.deps.imports.create(record)
    const mapping = {
      delimiter: 'comma',
      hasHeader: true,
      columns: { clientId: 'id' },
      dateFormat: 'YYYY-MM-DD',
      decimal: 'point',
      keepsUnmapped: false,
    } as const
    const begin = () =>
      startImport(
        record.id,
        { mapping, startsRun: true },
        { imports: imports.deps.imports, files, startJob: () => Promise.resolve() },
      )

    await expect(begin()).rejects.toMatchObject({ code: 'import.not-uploaded' })
    await files.put(importFiles.upload(record.id), 'id\n1\n2\n', 'text/csv')
    await expect(begin()).rejects.toMatchObject({ code: 'import.size-differs' })
  })
})

describe('a table with faults', () => {
  const importClients = async (content: string) => {
    const imports = await desk({ segmentBytes: 100_000 })
    const id = nextId()
    const done = await imports.importFile({ id, kind: 'clients', content })
    return {
      ...done,
      reasons: (await rejectedRows(id).catch(() => []))
        .slice(1)
        .map(([row, , , reason]) => `${row}: ${reason}`),
    }
  }

  test('with a header only has no rows and is done', async () => {
    expect(await importClients('id,name\n')).toMatchObject({
      status: 'done',
      counts: { read: 0, accepted: 0, rejected: 0 },
    })
  })

  test('loses only the rows that cannot be read', async () => {
    const { counts, reasons } = await importClients(
      [
        'id,name',
        '1,"never closed',
        '2,B',
        '',
        `3,${'x'.repeat(70_000)}`,
        '4,D,E',
        '5',
        '6,"say ""hi"""',
        '7,"a"b',
      ].join('\r\n'),
    )
    expect(counts).toEqual({ read: 7, accepted: 2, updated: 0, unchanged: 0, rejected: 5 })
    expect(reasons).toEqual([
      '2: A quote is opened and not closed.',
      '5: The row is longer than 64 KB.',
      '6: The row has 3 columns, the first row has 2.',
      '7: The row has 1 columns, the first row has 2.',
      '9: There is text after a closing quote.',
    ])
  })

  test('with two columns of one name is read by the names the preview shows', async () => {
    const imports = await desk()
    const content = 'id,name,name\n1,first,second\n'
    await imports.importFile({
      id: nextId(),
      kind: 'clients',
      content,
      mapping: { columns: { clientId: 'id', name: 'name (2)' } },
    })
    expect((await imports.clients.load('1'))?.profile.name).toBe('second')
  })
})
