import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Resource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
}

/** What of a stage costs money whether it is used or not, and how large what is used is. */
export interface Parts {
  readonly alarms: number
  readonly dashboards: number
  readonly secrets: number
  readonly firewallRules: number | undefined
  readonly indexes: number
  /** Megabytes of memory: of the functions that answer calls, and of those that run steps. */
  readonly sectionMegabytes: number
  readonly stepMegabytes: number
  /** States of each state machine that one shard passes, and those passed once. */
  readonly machines: readonly { readonly name: string; readonly states: number; readonly shards: number }[]
  readonly startsPerMonth: number
}

/** Reads a cloud assembly's templates. */
export function partsOf(folder: string): Parts {
  const resources = readdirSync(folder)
    .filter((name) => name.endsWith('.template.json'))
    .flatMap((name) => {
      const template = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
        Resources?: Record<string, Resource>
      }
      return Object.values(template.Resources ?? {})
    })
  const all = (type: string) => resources.filter(({ Type }) => Type === type)
  const mean = (sizes: readonly number[]) =>
    sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length)
  const memory = (isStep: boolean) =>
    mean(
      all('AWS::Lambda::Function')
        .filter(
          ({ Properties }) => Properties?.['Handler'] === 'index.handler' && 'LoggingConfig' in Properties,
        )
        .filter(({ Properties }) => Number(Properties?.['Timeout']) > 30 === isStep)
        .map(({ Properties }) => Number(Properties?.['MemorySize'])),
    )
  const [table] = all('AWS::DynamoDB::GlobalTable')
  const [firewall] = all('AWS::WAFv2::WebACL')
  return {
    alarms: all('AWS::CloudWatch::Alarm').length + all('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    secrets: all('AWS::SecretsManager::Secret').length,
    firewallRules: firewall && ((firewall.Properties?.['Rules'] as unknown[] | undefined) ?? []).length,
    indexes: ((table?.Properties?.['GlobalSecondaryIndexes'] as unknown[] | undefined) ?? []).length,
    sectionMegabytes: memory(false),
    stepMegabytes: memory(true),
    machines: all('AWS::StepFunctions::StateMachine').map(machineOf),
    startsPerMonth: all('AWS::Scheduler::Schedule').reduce(
      (sum, { Properties }) => sum + startsOf(String(Properties?.['ScheduleExpression'])),
      0,
    ),
  }
}

function machineOf({ Properties = {} }: Resource) {
  const [, parts] = (Properties['DefinitionString'] as { 'Fn::Join': [string, unknown[]] })['Fn::Join']
  const text = parts.map((part) => (typeof part === 'string' ? part : 'arn')).join('')
  const { States } = JSON.parse(text) as { States: Record<string, { Type: string; Items?: unknown[] }> }
  const maps = Object.values(States).filter(({ Type }) => Type === 'Map')
  return {
    name: String(Properties['StateMachineName']),
    states: Object.keys(States).length,
    shards: maps.reduce((sum, { Items = [] }) => sum + Items.length, 0),
  }
}

const HOURS_PER_MONTH = 730
const MINUTES_PER_MONTH = 60 * HOURS_PER_MONTH

/** How often a schedule starts something in a month. */
export function startsOf(expression: string): number {
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  if (every !== undefined)
    return { minute: MINUTES_PER_MONTH, hour: HOURS_PER_MONTH, day: 30 }[unit as 'day'] / Number(every)
  const [, minutes = '', hours = ''] = /^cron\((\S+) (\S+) /.exec(expression) ?? []
  const times = (field: string, most: number): number => {
    if (field === '*') return most
    const [, step] = /^(?:\*|\d+)\/(\d+)$/.exec(field) ?? []
    return step === undefined ? field.split(',').length : Math.ceil(most / Number(step))
  }
  return 30 * times(minutes, 60) * times(hours, 24)
}
