import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { buildSync } from 'esbuild'
import { type JobName, jobs } from '#shared/pipeline/pipeline'
import { sections } from '#shared/sections'
import { root, sectionEntry, stepEntry, stepsOf } from './entries.ts'

/** The code of the function whose entry this is. */
export type CodeOf = (entry: string) => Code

// CommonJS packages inside the ESM bundle still call `require`.
const requireInEsm = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);"

// fontkit's dictionary for WOFF2 fonts, half a megabyte: the documents embed TrueType.
const leftOut = { 'brotli/decompress.js': join(root, 'infra', 'no-brotli.ts') }

/** Files a bundle reads while it runs, from packages: they lie beside it. */
const besideBundle: Readonly<Record<string, readonly string[]>> = {
  'pipeline/render-report': ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map(
    (file) => `@expo-google-fonts/inter/${file}`,
  ),
}

/** The entry of every function there is. */
export function entries(): string[] {
  const steps = (Object.keys(jobs) as JobName[]).flatMap((name) => stepsOf(name).map((step) => step.name))
  return [...sections.map(({ name }) => sectionEntry(name)), ...[...new Set(steps)].map(stepEntry)]
}

/** Entries that are named but not written. */
export function missingEntries(): string[] {
  return entries()
    .filter((entry) => !existsSync(entry))
    .map((entry) => relative(root, entry))
}

/**
 * Bundles every function, all in one call of esbuild: ESM, the SDK inside, ES modules preferred. That is half of the
 * start time of CommonJS. Each ends in a folder of its own as `index.mjs`.
 */
export function bundles(folder = join(root, 'dist', 'functions')): CodeOf {
  rmSync(folder, { recursive: true, force: true })
  buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries().map((entry) => [`${nameOf(entry)}/index`, entry])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: leftOut,
    // hono-openapi would load it for schemas of that library; ours are valibot's.
    external: ['zod', 'zod/*'],
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    banner: { js: requireInEsm },
    logLevel: 'warning',
  })
  for (const [name, files] of Object.entries(besideBundle))
    for (const file of files)
      copyFileSync(
        join(root, 'node_modules', file),
        join(folder, name, file.slice(file.lastIndexOf('/') + 1)),
      )
  return (entry) => Code.fromAsset(join(folder, nameOf(entry)))
}

/** The folder of a function's bundle. */
export function nameOf(entry: string): string {
  return relative(join(root, 'functions'), entry).replace('.lambda.ts', '')
}
