import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url))

/** Why a test that needs public data may be skipped; part of its name. */
export const NEEDS_SHARED_DATA = '(needs ../shared/data beside the repository)'

/** Path of a public data file kept beside the repository, or undefined where this copy does not have it. */
export function sharedData(relativePath: string): string | undefined {
  const path = `${folder}${relativePath}`
  return existsSync(path) ? path : undefined
}

/** Rows of a comma-separated file with a heading, as records of text; none when the file is absent. */
export function sharedRows(relativePath: string): Record<string, string>[] {
  const path = sharedData(relativePath)
  if (!path) return []
  const [heading = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = heading.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}
