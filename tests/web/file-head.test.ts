import { describe, expect, test } from 'vitest'
import { decoded, fileHead } from '../../web/src/features/imports/file-head.ts'

const bytesOf = (...values: number[]): Uint8Array => new Uint8Array(values)

describe('the start of a file', () => {
  test('is read as UTF-8, also when its last character is cut off', () => {
    expect(decoded(bytesOf(0x61, 0xc3, 0xbc, 0xc3))).toEqual({ text: 'aü' })
  })

  test('in another encoding is refused with what to do', () => {
    expect(decoded(bytesOf(0x61, 0xfc, 0x62))).toEqual({ problem: expect.stringContaining('not UTF-8') })
  })

  test('of a workbook is refused as no text', () => {
    expect(decoded(bytesOf(0x50, 0x4b, 0x03, 0x00))).toEqual({
      problem: expect.stringContaining('not a text file'),
    })
  })

  test('of an empty file is refused', async () => {
    expect(await fileHead(new File([], 'a.csv'))).toEqual({ problem: expect.stringContaining('empty') })
  })
})
