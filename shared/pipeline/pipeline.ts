/** A step of a job, as data: what it does, how long one invocation may take, how often it is tried. */
export interface Step {
  readonly name: string
  readonly does: string
  readonly timeoutSeconds: number
  readonly attempts: number
  /** Run once for each shard, in parallel, with `{ shard, shards }` added to the input. */
  readonly forEach?: 'shard'
  /** Returns `{ isDone: false, … }` when its time is nearly up and is called again with what it returned. */
  readonly untilDone?: true
}

/** A job: an ordered list of steps. There is no branching; see the house rules before adding any. */
export interface Job {
  readonly name: string
  readonly does: string
  readonly steps: readonly Step[]
  /** Called once with the error when a step has used up its attempts. */
  readonly onFailure: Step
  /** When it starts by itself, as an EventBridge cron expression in UTC. */
  readonly schedule?: string
  /** Further hours at which it starts, each with its reason; `id` names the input that the execution's name becomes. */
  readonly schedules?: readonly JobSchedule[]
}

/** One of several schedules of a job. */
export interface JobSchedule {
  readonly name: string
  readonly expression: string
  readonly reason: string
  readonly id: string
}

/**
 * Each step is a function that gets the job's input, plus `{ shard, shards }` when it runs for each shard and `cursor`
 * when it is called again, and returns `{ isDone, cursor? }`. State travels as keys, never as payloads.
 */
export interface StepResult {
  readonly isDone: boolean
  readonly cursor?: string
}

const abandon = {
  name: 'abandon',
  does: 'Records why the job ended',
  timeoutSeconds: 60,
  attempts: 6,
} as const satisfies Step

/** The valuation of every client under one context. */
export const valuation = {
  name: 'valuation',
  does: 'Values every client under one context and publishes the sum',
  schedule: 'cron(15 2 * * ? *)',
  onFailure: abandon,
  steps: [
    { name: 'open', does: 'Opens the run and fixes its as-of day', timeoutSeconds: 60, attempts: 6 },
    {
      name: 'summarise',
      does: 'Reads the purchase history of every client',
      timeoutSeconds: 900,
      attempts: 6,
      forEach: 'shard',
      untilDone: true,
    },
    { name: 'fit', does: 'Fits the models and fixes the cut-offs', timeoutSeconds: 900, attempts: 6 },
    {
      name: 'value',
      does: 'Values every client and adds up the contributions',
      timeoutSeconds: 900,
      attempts: 6,
      forEach: 'shard',
      untilDone: true,
    },
    {
      name: 'associate',
      does: 'Counts products, and what is bought and held together',
      timeoutSeconds: 900,
      attempts: 6,
      forEach: 'shard',
      untilDone: true,
    },
    {
      name: 'publish',
      does: 'Adds the parts, checks the live flows and shows the result',
      timeoutSeconds: 900,
      attempts: 6,
      untilDone: true,
    },
  ],
} as const satisfies Job

/** Reading a file of facts into the table. `settle` starts a valuation when the rows are in. */
export const fileImport = {
  name: 'file-import',
  does: 'Reads a delimited file into the table',
  onFailure: abandon,
  steps: [
    {
      name: 'partition',
      does: 'Splits the file by client',
      timeoutSeconds: 900,
      attempts: 6,
      untilDone: true,
    },
    {
      name: 'ingest',
      does: 'Saves the rows client by client',
      timeoutSeconds: 900,
      attempts: 6,
      untilDone: true,
    },
    {
      name: 'settle',
      does: 'Counts, writes the rejected rows and starts a valuation',
      timeoutSeconds: 300,
      attempts: 6,
    },
  ],
} as const satisfies Job

/** Writing the file of a report or an export. One call: a hash cannot be gone on with, so a killed one starts over. */
export const report = {
  name: 'report',
  does: 'Writes the file of a report, checks it and shows it',
  onFailure: abandon,
  steps: [
    {
      name: 'render-report',
      does: 'Writes the rows to a file and counts them',
      timeoutSeconds: 900,
      attempts: 3,
    },
  ],
} as const satisfies Job

/** Starting the reports that are due: their local times are looked at every quarter of an hour. */
export const reportSchedules = {
  name: 'report-schedules',
  does: 'Starts the scheduled reports that are due',
  schedule: 'cron(0/15 * * * ? *)',
  onFailure: abandon,
  steps: [
    {
      name: 'start-due-reports',
      does: 'Starts each report that is due once',
      timeoutSeconds: 300,
      attempts: 3,
    },
  ],
} as const satisfies Job

/** Checking the data under the rules of the house: what changed every hour, everything at night. */
export const qualityScan = {
  name: 'quality-scan',
  does: 'Checks the data under every rule and keeps the issues',
  onFailure: abandon,
  schedules: [
    { name: 'hourly', expression: 'cron(10 * * * ? *)', reason: 'hourly', id: 'scanId' },
    { name: 'nightly', expression: 'cron(15 4 * * ? *)', reason: 'nightly', id: 'scanId' },
  ],
  steps: [
    { name: 'scan-open', does: 'Opens the scan and fixes its rules', timeoutSeconds: 60, attempts: 6 },
    {
      name: 'scan-share',
      does: 'Checks the clients of one share',
      timeoutSeconds: 900,
      attempts: 6,
      forEach: 'shard',
      untilDone: true,
    },
    {
      name: 'scan-settle',
      does: 'Matches duplicates and opens, counts or closes issues',
      timeoutSeconds: 900,
      attempts: 6,
      untilDone: true,
    },
    {
      name: 'scan-effects',
      does: 'Says how far each issue moves the headline figures, and tells who wants to know',
      timeoutSeconds: 900,
      attempts: 6,
      untilDone: true,
    },
  ],
} as const satisfies Job

/** Every job, by name. */
export const jobs = {
  valuation,
  'file-import': fileImport,
  report,
  'report-schedules': reportSchedules,
  'quality-scan': qualityScan,
} as const
/** The name of a job. */
export type JobName = keyof typeof jobs
/** The name of a step; each has `functions/pipeline/<name>.lambda.ts`. */
export type StepName = (typeof jobs)[JobName]['steps'][number]['name'] | (typeof abandon)['name']
