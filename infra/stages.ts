import type { Role } from '#shared/access/rights'

/** Where and how one copy of the product stands. Stages differ by this data, never by conditions in constructs. */
export interface Stage {
  readonly name: string
  readonly region: string
  /** Shards of the directory and the flows; never lowered after the first import. */
  readonly shards: number
  /** Shards worked on at the same time: their writes stay under half of the table's warm throughput. */
  readonly shardsAtOnce: number
  readonly timeZone: string
  readonly currency: string
  readonly logRetentionDays: 30 | 90 | 365
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number }
  /** Concurrent copies of one section's function; absent leaves it to the account. */
  readonly sectionConcurrency?: number
  readonly terminationProtection: boolean
  /** Roles that must set up an authenticator app. */
  readonly totpRequiredFor: readonly Role[]
  /** Raised after a secret was changed: CloudFormation reads secrets only into what changes otherwise too. */
  readonly secretsVersion: number
  /** A domain of one's own with its certificate, which stands in us-east-1; without it the site has CloudFront's name. */
  readonly domain?: { readonly name: string; readonly certificateArn: string }
  /** A web ACL of scope CLOUDFRONT that stands before the site. */
  readonly firewallArn?: string
  /** Dollars a month beyond which somebody is told. */
  readonly budgetDollars: number
  /** Where alarms go; without it they only show on the dashboard. */
  readonly alarmEmail?: string
}

const common = {
  region: 'eu-central-1',
  shards: 4,
  shardsAtOnce: 4,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  throttle: { requestsPerSecond: 50, burst: 100 },
  secretsVersion: 1,
  budgetDollars: 50,
  totpRequiredFor: ['admin'],
} as const

/** Every stage, by name; chosen with `-c stage=<name>`. */
export const stages: Readonly<Record<'dev' | 'prod', Stage>> = {
  dev: { ...common, name: 'dev', logRetentionDays: 30, terminationProtection: false },
  prod: {
    ...common,
    name: 'prod',
    logRetentionDays: 365,
    terminationProtection: true,
    sectionConcurrency: 20,
  },
}

/** The stage of a name; fails naming those there are. */
export function stageNamed(name: string): Stage {
  const found = Object.values(stages).find((stage) => stage.name === name)
  if (!found) throw new Error(`There is no stage "${name}"; there are ${Object.keys(stages).join(', ')}.`)
  return found
}
