import { resolve } from 'node:path'
import { jobs, type JobName, type Step, type StepName } from '#shared/pipeline/pipeline'
import { sections, type Section, type SectionName } from '#shared/sections'

/** The folder that holds package.json. */
export const root = resolve(import.meta.dirname, '..')

/** The file that AWS bundles and the desk imports for a section. */
export function sectionEntry(name: SectionName): string {
  return resolve(root, 'functions', name, `${name}.lambda.ts`)
}

/** The file that AWS bundles and the desk imports for a step of a job. */
export function stepEntry(name: StepName): string {
  return resolve(root, 'functions', 'pipeline', `${name}.lambda.ts`)
}

/** The section that answers a path: the one with the longest prefix. Prefixes end where a path segment ends. */
export function sectionOf(path: string): (Section & { readonly name: SectionName }) | undefined {
  const answering = sections.flatMap((section) =>
    section.prefixes
      .filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
      .map((prefix) => ({ section, length: prefix.length })),
  )
  return answering.sort((a, b) => b.length - a.length)[0]?.section
}

/** Every step of a job, the one for failures last. */
export function stepsOf(name: JobName): readonly (Step & { readonly name: StepName })[] {
  return [...jobs[name].steps, jobs[name].onFailure]
}

/** The environment variable that tells a function which state machine a job is. */
export const jobVariables: Readonly<Record<JobName, string>> = {
  valuation: 'VALUATION_JOB',
  'file-import': 'IMPORT_JOB',
  report: 'REPORT_JOB',
  'report-schedules': 'REPORT_SCHEDULES_JOB',
  'quality-scan': 'QUALITY_JOB',
}
