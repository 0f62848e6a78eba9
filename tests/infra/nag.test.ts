import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { acknowledge, acknowledged, checkStacks } from '#infra/nag'
import { stages } from '#infra/stages'
import { buildApp } from './synthesised.ts'

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string
      readonly violatingConstructs: readonly { readonly constructPath: string }[]
    }[]
  }[]
}

function findings(isAcknowledged: boolean): { id: string; path: string }[] {
  const { app, folder } = buildApp()
  if (isAcknowledged) acknowledge(app, stages.dev.name)
  checkStacks(app)
  try {
    app.synth()
  } catch {
    // Findings end a synth; the report is written before.
  }
  const report = JSON.parse(readFileSync(join(folder, 'cdk.out', 'validation-report.json'), 'utf8')) as Report
  return report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({
        id: ruleName.replace(/^Annotation::/, ''),
        path: constructPath,
      })),
    ),
  )
}

const isIn = (path: string, construct: string) => path === construct || path.startsWith(`${construct}/`)
const known = acknowledged(stages.dev.name)
const found = findings(false)

describe('the AWS Solutions rules', () => {
  test('find nothing that is not acknowledged', () => {
    const unknown = found.filter(
      ({ id, path }) =>
        !known.some((one) => one.id === id && one.on.some((construct) => isIn(path, construct))),
    )

    expect(unknown).toEqual([])
    expect(findings(true)).toEqual([])
  })

  test('still find everything that is acknowledged, and each has a reason', () => {
    const outlived = known.flatMap(({ id, on }) =>
      on
        .filter((construct) => !found.some((one) => one.id === id && isIn(one.path, construct)))
        .map((construct) => [id, construct]),
    )

    expect(outlived).toEqual([])
    for (const { reason } of known) expect(reason.length).toBeGreaterThan(20)
  })
})
