import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}

/** Compressed sizes in bytes of what a cold load of each page needs, and the limits they are held to. */
export interface BundleSizes {
  readonly jsByPage: Readonly<Record<string, number>>
  readonly echarts: number
  readonly css: number
}

const KB = 1024

/** The limits, gzip. Pages: without the ECharts chunk, which is lazy. */
export const bundleLimits = { login: 70 * KB, page: 130 * KB, echarts: 215 * KB, css: 12 * KB } as const

/** The entry and what the guard and the shell load before a page, beside the page's own chunk. */
const pages: Readonly<Record<string, readonly string[]>> = {
  login: ['src/features/session/LoginPage.vue'],
  landing: ['src/features/landing/LandingPage.vue', 'src/app/AppShell.vue'],
  dashboard: ['src/features/dashboard/DashboardPage.vue', 'src/app/AppShell.vue'],
  clients: ['src/features/clients/ClientsPage.vue', 'src/app/AppShell.vue'],
  client: ['src/features/clients/ClientPage.vue', 'src/app/AppShell.vue'],
  imports: ['src/features/imports/ImportsPage.vue', 'src/app/AppShell.vue'],
  'new-import': ['src/features/imports/NewImportPage.vue', 'src/app/AppShell.vue'],
  runs: ['src/features/runs/RunsPage.vue', 'src/app/AppShell.vue'],
  run: ['src/features/runs/RunPage.vue', 'src/app/AppShell.vue'],
  model: ['src/features/runs/ModelPage.vue', 'src/app/AppShell.vue'],
}

/** Where the built app lies. */
export const builtWeb = fileURLToPath(new URL('../dist/web/', import.meta.url))

/** Whether there is a built app to measure. */
export function isBuilt(): boolean {
  return existsSync(`${builtWeb}.vite/manifest.json`)
}

/** Reads the manifest of the built app and compresses what each page needs. */
export function measureBundle(): BundleSizes {
  const manifest = JSON.parse(readFileSync(`${builtWeb}.vite/manifest.json`, 'utf8')) as Record<string, Chunk>
  const chunks = Object.values(manifest)
  const size = (file: string): number => gzipSync(readFileSync(builtWeb + file), { level: 9 }).length
  const files = (names: readonly string[]): Set<string> => {
    const seen = new Set<string>()
    const visit = (name: string): void => {
      const chunk = manifest[name]
      if (!chunk) throw new Error(`The manifest has no ${name}; was a page renamed?`)
      if (seen.has(chunk.file)) return
      seen.add(chunk.file)
      chunk.imports?.forEach(visit)
    }
    names.forEach(visit)
    return seen
  }
  const sum = (all: Iterable<string>): number => [...all].reduce((total, file) => total + size(file), 0)
  const isEcharts = (file: string): boolean => /assets\/echarts-[^/]+\.js$/.test(file)
  const jsOf = (page: readonly string[]): number =>
    sum([...files(['index.html', ...page])].filter((file) => !isEcharts(file)))
  return {
    jsByPage: Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, jsOf(page)])),
    echarts: sum(new Set(chunks.map(({ file }) => file).filter(isEcharts))),
    css: sum(new Set(chunks.flatMap(({ css }) => css ?? []))),
  }
}
