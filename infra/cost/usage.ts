/** What a month of use costs: the accesses of the storage design times the prices, with the sizes of the templates. */
import { free, prices } from './prices.ts'
import type { Parts } from './template-parts.ts'

/** How a house uses the product; the defaults are those of the design, measured where the design says measured. */
export interface Usage {
  readonly clients: number
  readonly factsPerClient: number
  /** Rows imported a month for each client. */
  readonly rowsPerClient: number
  /** Calls of the interface a month: 20 people, 22 days, 200 calls. */
  readonly calls: number
  /** Share of the stored scores a night changes; measured by `npm run bench -- --only rewritten`. */
  readonly rewritten: number
  readonly nights: number
}

/** The usage a table of costs is printed for. */
export const ordinaryUsage: Omit<Usage, 'clients'> = {
  factsPerClient: 36,
  rowsPerClient: 1,
  calls: 88_000,
  rewritten: 0.47,
  nights: 30,
}

/** One line of the bill. */
export interface Line {
  readonly what: string
  readonly dollars: number
}

// Kilobytes as stored, and units as DynamoDB counts them: a write each 1 KB, doubled in a transaction; a read each 8 KB.
const CLIENT_KILOBYTES = 2
const FACT_KILOBYTES = 0.4
const CARD_KILOBYTES = 0.5
const RUN_READS_PER_CLIENT = 4.5
const CALL_READS = 8
const CALL_MILLISECONDS = 60
const IN_TRANSACTION = 2
// A new value or health moves a card in two indexes (out and in) and rewrites it in the two others.
const CARD_WRITES_OF_A_SCORE = 6
const HISTORY_WRITES = 1 * IN_TRANSACTION
// Summarise, fit, value and publish together, on one core.
const RUN_MILLISECONDS_PER_CLIENT = 4
const SCANS_PER_NIGHT = 1
const LOG_KILOBYTES_PER_CALL = 1

/** The bill of a month, line by line. */
export function billOf(usage: Usage, parts: Parts): Line[] {
  const { clients, factsPerClient, rowsPerClient, calls, rewritten, nights } = usage
  const gigabytes =
    (clients * (CLIENT_KILOBYTES + factsPerClient * FACT_KILOBYTES + parts.indexes * CARD_KILOBYTES)) / 1e6
  const scoreWrites = CLIENT_KILOBYTES * IN_TRANSACTION + CARD_WRITES_OF_A_SCORE + HISTORY_WRITES
  const rowWrites = IN_TRANSACTION + CLIENT_KILOBYTES * IN_TRANSACTION + parts.indexes + 0.5
  const reads = (perClient: number) => (clients * perClient * nights * prices.readPerMillion) / 1e6
  const runSeconds = (clients * nights * RUN_MILLISECONDS_PER_CLIENT) / 1_000
  const transitions = parts.machines.reduce(
    (sum, { states, shards }) => sum + nights * (states + 3 * shards + clients / 100_000),
    0,
  )
  return [
    {
      what: 'pages and calls',
      dollars:
        (calls * CALL_READS * prices.readPerMillion) / 1e6 +
        (calls * prices.apiCallPerMillion) / 1e6 +
        lambda(calls, (calls * CALL_MILLISECONDS) / 1_000, parts.sectionMegabytes),
    },
    {
      what: `valuation every night: ${RUN_READS_PER_CLIENT} reads a client, computing`,
      dollars: reads(RUN_READS_PER_CLIENT) + lambda(nights * 100, runSeconds, parts.stepMegabytes),
    },
    {
      what: `scores rewritten: ${Math.round(100 * rewritten)} % a night, ${scoreWrites} writes each`,
      dollars: (clients * rewritten * nights * scoreWrites * prices.writePerMillion) / 1e6,
    },
    { what: 'data-quality scan every night', dollars: SCANS_PER_NIGHT * reads(RUN_READS_PER_CLIENT) },
    {
      what: `imports: ${rowsPerClient} row a client, ${rowWrites} writes each`,
      dollars: (clients * rowsPerClient * rowWrites * prices.writePerMillion) / 1e6,
    },
    {
      what: `storage: ${gigabytes.toFixed(1)} GB with point-in-time recovery`,
      dollars: gigabytes * (prices.tablePerGigabyte + prices.pointInTimeRecoveryPerGigabyte),
    },
    {
      what: 'jobs: transitions and starts',
      dollars:
        (Math.max(0, transitions - free.transitions) * prices.transitionPerThousand) / 1_000 +
        (parts.startsPerMonth * prices.scheduledStartPerMillion) / 1e6,
    },
    { what: 'logs', dollars: (calls * LOG_KILOBYTES_PER_CALL * prices.logPerGigabyte) / 1e6 },
    {
      what: `standing: ${parts.alarms} alarms, ${parts.secrets} secrets${parts.firewallRules === undefined ? '' : ', firewall'}`,
      dollars:
        Math.max(0, parts.alarms - free.alarms) * prices.alarm +
        Math.max(0, parts.dashboards - free.dashboards) * prices.dashboard +
        parts.secrets * prices.secret +
        (parts.firewallRules === undefined ? 0 : prices.firewall + parts.firewallRules * prices.firewallRule),
    },
  ]
}

const lambda = (invocations: number, seconds: number, megabytes: number): number =>
  (invocations * prices.invocationPerMillion) / 1e6 +
  ((seconds * megabytes) / 1_024) * prices.armPerGigabyteSecond

/** The sum of a bill. */
export const totalOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { dollars }) => sum + dollars, 0)
