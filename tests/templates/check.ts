/**
 * Holds the synthesised templates against what others know of them: cfn-lint, AWS Control Tower's rules in cfn-guard, and
 * a validator of the States Language. The tools are installed by `.ci/run`, which names them here:
 *
 *     CFN_LINT=… TEMPLATE_TOOLS=… node tests/templates/check.ts
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '#infra/entries'
import { openCloud } from '#infra/local/template/cloud-formation'
import { nameResources } from '#infra/local/template/names'
import { known } from './known.ts'

const assembly = join(root, 'dist', 'cdk.out')
const templates = readdirSync(assembly)
  .filter((name) => name.endsWith('.template.json'))
  .map((name) => join(assembly, name))
const stackOf = (path: string) => basename(path, '.template.json')

function lint(): string[] {
  // W3005: CDK writes dependencies out that a reference implies already.
  const { stdout, status } = spawnSync(process.env['CFN_LINT'] ?? 'cfn-lint', [
    '-i',
    'W3005',
    '-t',
    ...templates,
  ])
  const found = String(stdout)
    .split('\n')
    .filter((line) => /^[EWI]\d{4}/.test(line))
  console.log(`cfn-lint: ${templates.length} templates, ${found.length} findings`)
  return status === 0 ? [] : [...found, 'cfn-lint failed']
}

interface Checked {
  readonly not_compliant?: readonly { readonly Rule: { readonly name: string } }[]
}

function guard(tools: string): string[] {
  const folder = join(tools, 'node_modules', '@cdklabs', 'cdk-validator-cfnguard')
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const binary = join(folder, 'bin', process.platform === 'darwin' ? 'macos' : 'ubuntu', machine, 'cfn-guard')
  const rules = mkdtempSync(join(tmpdir(), 'perennial-rules-'))
  const all = globSync(join(folder, 'rules', '**', '*.guard'))
  for (const rule of all) cpSync(rule, join(rules, basename(rule)))
  const found = templates.flatMap((template) => {
    const flags = ['--output-format', 'json', '--structured', '--show-summary', 'none']
    const { stdout } = spawnSync(binary, ['validate', '--rules', rules, '--data', template, ...flags], {
      maxBuffer: 64 * 1024 * 1024,
    })
    return (JSON.parse(String(stdout)) as Checked[]).flatMap(({ not_compliant = [] }) =>
      not_compliant.map(({ Rule }) => `${Rule.name} in ${stackOf(template)}`),
    )
  })
  const expected = known.flatMap(({ rule, stacks }) => stacks.map((stack) => `${rule} in ${stack}`))
  const news = [...new Set(found)].filter((one) => !expected.includes(one))
  const stale = expected.filter((one) => !found.includes(one)).map((one) => `no longer found: ${one}`)
  console.log(
    `cfn-guard: ${all.length} rules, ${expected.length} findings known with a reason, ${news.length} not`,
  )
  return [...news, ...stale]
}

interface Validator {
  (definition: unknown): { readonly isValid: boolean; errorsText(separator: string): string }
}

function states(tools: string): string[] {
  const validate = createRequire(join(tools, 'index.js'))('asl-validator') as Validator
  const cloud = openCloud(assembly, 'eu-central-1')
  nameResources(cloud, { region: 'eu-central-1', filesHost: 'files', siteHost: 'site' })
  const machines = cloud.ofType('AWS::StepFunctions::StateMachine')
  const bad = machines.flatMap(({ stack, id, properties }) => {
    const definition = JSON.parse(String(cloud.resolve(stack, properties['DefinitionString']))) as unknown
    const { isValid, errorsText } = validate(definition)
    return isValid ? [] : [`${id}: ${errorsText('; ')}`]
  })
  console.log(`asl-validator: ${machines.length} state machines, ${bad.length} not valid`)
  return machines.length === 0 ? ['there are no state machines'] : bad
}

const tools = process.env['TEMPLATE_TOOLS'] ?? ''
execFileSync(process.env['CFN_LINT'] ?? 'cfn-lint', ['--version'])
const failures = [...lint(), ...guard(tools), ...states(tools)]
for (const failure of failures) console.error(failure)
process.exitCode = failures.length === 0 ? 0 : 1
