import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { stages } from '#infra/stages'
import { ofType, synthesise, theOne } from './synthesised.ts'

let stacks: ReturnType<typeof synthesise>['stacks']
beforeAll(() => {
  ;({ stacks } = synthesise())
})

describe('alarms', () => {
  test('say whom they hurt and where the remedy stands', () => {
    const runbook = readFileSync(new URL('../../infra/RUNBOOK.md', import.meta.url), 'utf8')
    const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) =>
      title?.toLowerCase().replaceAll(' ', '-'),
    )
    const alarms = ofType(stacks.watch, 'AWS::CloudWatch::Alarm')
    expect(alarms.length).toBeGreaterThanOrEqual(11)
    for (const { Properties } of alarms) {
      const [, anchor] =
        /^\S.+\. What to do: infra\/RUNBOOK\.md#([\w-]+)$/.exec(String(Properties['AlarmDescription'])) ?? []
      expect(headings).toContain(anchor)
      expect(Properties['AlarmActions']).toHaveLength(1)
    }
  })
})

test('one alarm rings for whatever people notice at once', () => {
  const rule = JSON.stringify(theOne(stacks.watch, 'AWS::CloudWatch::CompositeAlarm').Properties['AlarmRule'])
  for (const name of ['ApiFails', 'ApiSlow', 'FunctionsRefused']) expect(rule).toContain(name)
  expect(rule).not.toContain('JobNotStarted')
})

test('what only the functions know is counted in their logs, by the names they write', () => {
  const patterns = ofType(stacks.watch, 'AWS::Logs::MetricFilter').map(({ Properties }) =>
    String(Properties['FilterPattern']),
  )
  const written = (file: string) => readFileSync(new URL(`../../functions/${file}`, import.meta.url), 'utf8')
  expect(patterns.toSorted()).toEqual([
    '{ $.message = "authn_login_fail" }',
    '{ $.message = "flows_differ" }',
  ])
  expect(written('session/sign-in.ts')).toContain("'authn_login_fail'")
  expect(written('pipeline/publish.ts')).toContain("'flows_differ'")
})

describe('a stage', () => {
  test('may have a domain and a firewall of its own', () => {
    const domain = {
      name: 'clv.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1',
    }
    const firewallArn = 'arn:aws:wafv2:us-east-1:000000000000:global/webacl/one/1'
    const { stacks: own } = synthesise({ ...stages.dev, domain, firewallArn })

    expect(theOne(own.web, 'AWS::CloudFront::Distribution').Properties['DistributionConfig']).toMatchObject({
      Aliases: ['clv.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
      WebACLId: firewallArn,
    })
    expect(JSON.stringify(ofType(own.api, 'AWS::Lambda::Function'))).toContain('https://clv.example.com')
    expect(JSON.stringify(theOne(own.data, 'AWS::S3::Bucket').Properties['CorsConfiguration'])).toContain(
      'https://clv.example.com',
    )
  })

  test('differs by its data only', () => {
    const types = (all: typeof stacks) =>
      Object.values(all).flatMap((resources) => Object.values(resources).map(({ Type }) => Type))
    expect(types(synthesise(stages.prod).stacks).toSorted()).toEqual(types(stacks).toSorted())
  })
})
