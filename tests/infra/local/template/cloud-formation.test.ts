import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCloud } from '#infra/local/template/cloud-formation'
import { fits } from '#infra/local/template/edge'
import { routeFor } from '#infra/local/template/http-api'

const folder = mkdtempSync(join(tmpdir(), 'perennial-cloud-'))
const stack = (templateFile: string, stackName: string) => ({
  type: 'aws:cloudformation:stack',
  properties: { templateFile, stackName },
})
const write = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content))
write('manifest.json', { artifacts: { One: stack('One.json', 'one'), Two: stack('Two.json', 'two') } })
write('One.json', {
  Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable' } },
  Outputs: { Out: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: 'one:arn' } } },
})
write('Two.json', {
  Resources: { Job: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:asset:path': 'asset.abc' } } },
})
const cloud = openCloud(folder, 'eu-central-1')

test('values of one stack reach another through its exports, joined, split and selected', () => {
  const [table] = cloud.ofType('AWS::DynamoDB::GlobalTable')
  cloud.exists(table!, { Ref: 'perennial', Arn: 'arn:table/perennial' })

  expect(cloud.resolve('two', { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'one:arn' }, '/index/*']] })).toBe(
    'arn:table/perennial/index/*',
  )
  expect(
    cloud.resolve('one', {
      Names: [{ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Table', 'Arn'] }] }] }],
    }),
  ).toEqual({ Names: ['perennial'] })
  expect(cloud.resolve('one', { 'Fn::Sub': '${AWS::Region}-${Table}' })).toBe('eu-central-1-perennial')
  expect(cloud.ofType('AWS::Lambda::Function')[0]?.asset).toBe(join(folder, 'asset.abc'))
})

test('what nothing says is an error that names it', () => {
  expect(() => cloud.resolve('two', { Ref: 'Job' })).toThrow('Ref of two/Job')
  expect(() => cloud.resolve('two', { 'Fn::ImportValue': 'nowhere' })).toThrow('No stack exports nowhere.')
})

test('a path pattern of the distribution fits as CloudFront reads it', () => {
  expect(fits('/api/*', '/api/clients/1')).toBe(true)
  expect(fits('/api/*', '/api')).toBe(false)
  expect(fits('/download_*', '/download_revenue_csv')).toBe(true)
  expect(fits('/v?.css', '/v1.css')).toBe(true)
  expect(fits('/v?.css', '/v1xcss')).toBe(false)
})

test('the longest route answers, a whole path before a greedy one', () => {
  const to = {} as never
  const route = (key: string) => {
    const [method = '', path = ''] = key.split(' ')
    return { key, method, path, to }
  }
  const routes = [
    'ANY /api/clients',
    'ANY /api/clients/{proxy+}',
    'ANY /api/{proxy+}',
    'POST /api/session',
    'ANY /api/session',
  ].map(route)
  const found = (method: string, path: string) => routeFor(routes, method, path)?.key

  expect(found('GET', '/api/clients')).toBe('ANY /api/clients')
  expect(found('GET', '/api/clients/7/notes')).toBe('ANY /api/clients/{proxy+}')
  expect(found('POST', '/api/session')).toBe('POST /api/session')
  expect(found('DELETE', '/api/session')).toBe('ANY /api/session')
  expect(found('GET', '/api')).toBeUndefined()
  expect(found('GET', '/other')).toBeUndefined()
})
