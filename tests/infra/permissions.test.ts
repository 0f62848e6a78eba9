import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { envSchema } from '#functions/runtime/env'
import { sections } from '#shared/sections'
import { ofType, type Resource, synthesise } from './synthesised.ts'

interface Statement {
  readonly Action: string | string[]
  readonly Effect: string
  readonly Resource: unknown
  readonly Condition?: unknown
}

let stacks: ReturnType<typeof synthesise>['stacks']
beforeAll(() => {
  ;({ stacks } = synthesise())
})

const own = () => ({ ...stacks.api, ...stacks.pipeline })
const functions = () => Object.entries(own()).filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
const actionsOf = ({ Action }: Statement) => [Action].flat()
const resourcesOf = ({ Resource: resource }: Statement) =>
  (Array.isArray(resource) ? resource : [resource]) as unknown[]

function statementsOf(roleId: string): Statement[] {
  return ofType(own(), 'AWS::IAM::Policy')
    .filter(({ Properties }) => JSON.stringify(Properties['Roles']).includes(`"${roleId}"`))
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement)
}

function roleOf({ Properties }: Resource): string {
  return (Properties['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]
}

const actionsOfFunction = (name: string) => {
  const [, found] = functions().find(([id]) => id.startsWith(name)) ?? []
  return statementsOf(roleOf(found!)).flatMap(actionsOf)
}

describe('the environment of a function', () => {
  test('is what functions/runtime/env.ts asks for, under the same names', () => {
    const known = Object.keys(envSchema.entries)
    const required = known.filter(
      (name) => !v.safeParse(envSchema.entries[name as 'SHARDS'], undefined).success,
    )
    for (const [, { Properties }] of functions()) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> }
      const names = Object.keys(Variables).filter((name) => name !== 'NODE_OPTIONS')
      expect(known).toEqual(expect.arrayContaining(names))
      expect(names).toEqual(expect.arrayContaining(required))
    }
  })

  test('names the jobs only where jobs are started', () => {
    const starting = functions()
      .filter(([, { Properties }]) => JSON.stringify(Properties['Environment']).includes('VALUATION_JOB'))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, '').toLowerCase())
    const expected = sections
      .filter(({ needs }) => (needs as readonly string[]).includes('jobs'))
      .map(({ name }) => name)
    expect(starting.toSorted()).toEqual([...expected, 'publish', 'settle', 'startduereports'].toSorted())
  })

  test('holds no secret in clear', () => {
    for (const [, { Properties }] of functions()) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> }
      for (const name of ['CURSOR_SECRET', 'ORIGIN_SECRET'])
        expect(JSON.stringify(Variables[name])).toContain('{{resolve:secretsmanager:')
    }
  })
})

describe('permissions', () => {
  test('name every action: no wildcard anywhere in ours', () => {
    for (const [id, { Type }] of Object.entries(own()))
      if (Type === 'AWS::IAM::Role')
        for (const action of statementsOf(id).flatMap(actionsOf)) expect(action).not.toContain('*')
  })

  test('name every resource, but for tracing and the delivery of logs', () => {
    const unnamed = Object.entries(own())
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .flatMap(([id]) => statementsOf(id))
      .filter((statement) => resourcesOf(statement).includes('*'))
      .flatMap(actionsOf)
    expect(
      unnamed.filter((action) => !/^xray:|^logs:(Create|Get|Update|Delete|List|Put|Describe)/.test(action)),
    ).toEqual([])
  })

  test('are a role of its own for each function', () => {
    const ofFunctions = functions().map(([, resource]) => roleOf(resource))
    expect(new Set(ofFunctions).size).toBe(ofFunctions.length)
    expect(Object.values(own()).filter(({ Properties }) => Properties?.['ManagedPolicyArns'])).toEqual([])
  })

  test('follow what a section declares', () => {
    for (const { name, access, needs } of sections) {
      const actions = actionsOfFunction(`${name[0]?.toUpperCase()}${name.slice(1)}`)
      const has = (need: string) => (needs as readonly string[]).includes(need)
      expect(actions.includes('dynamodb:PutItem')).toBe(access === 'write')
      expect(actions.includes('s3:PutObject')).toBe(has('files') || has('exports'))
      expect(actions.includes('states:StartExecution')).toBe(has('jobs'))
      expect(actions.includes('cognito-idp:AdminGetUser')).toBe(has('identity'))
      expect(actions.includes('cognito-idp:AdminCreateUser')).toBe(has('people'))
      expect(actions).not.toContain('dynamodb:Scan')
    }
  })

  test('let a function that only reads write sessions and their rates and nothing else', () => {
    const [, found] = functions().find(([id]) => id.startsWith('Audit')) ?? []
    const writing = statementsOf(roleOf(found!)).filter((one) =>
      actionsOf(one).includes('dynamodb:UpdateItem'),
    )
    expect(writing).toMatchObject([
      {
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SESSION#*', 'USER#*', 'RATE#*'] },
        },
      },
    ])
  })

  test('let nobody change or take away what stands in the audit trail', () => {
    for (const { name, access } of sections) {
      if (access !== 'write') continue
      const [, found] =
        functions().find(([id]) => id.startsWith(`${name[0]?.toUpperCase()}${name.slice(1)}`)) ?? []
      expect(statementsOf(roleOf(found!)).filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
        {
          Action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
          Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } },
        },
      ])
    }
  })

  test('let only the steps that read everything scan', () => {
    const scanning = functions()
      .filter(([, resource]) => statementsOf(roleOf(resource)).flatMap(actionsOf).includes('dynamodb:Scan'))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))
    expect(scanning).toEqual(['Summarise', 'Value', 'Associate', 'ScanShare'])
  })
})
