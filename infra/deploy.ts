/** `npm run deploy -- --stage dev` and `npm run destroy -- --stage dev`: says what it needs and keeps, then lets CDK do it. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './entries.ts'
import { type Stage, stageNamed, stages } from './stages.ts'

const commands = ['deploy', 'destroy', 'diff'] as const
type Command = (typeof commands)[number]

const usage = `Use: npm run ${commands.join('|')} -- --stage ${Object.keys(stages).join('|')} [--yes]`

function main(): number {
  const { command, stage, isYes } = readOptions()
  console.log(needs(stage, command).join('\n'))
  if (command === 'deploy' && !existsSync(join(root, 'dist', 'web', 'index.html'))) {
    console.error('\nThe site is not built: npm run build')
    return 1
  }
  const approval = command === 'deploy' && isYes ? ['--require-approval', 'never'] : []
  const force = command === 'destroy' && isYes ? ['--force'] : []
  const { status } = spawnSync(
    join(root, 'node_modules', '.bin', 'cdk'),
    [command, '--all', '--context', `stage=${stage.name}`, ...approval, ...force],
    { cwd: root, stdio: 'inherit' },
  )
  return status ?? 1
}

function readOptions(): { command: Command; stage: Stage; isYes: boolean } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { stage: { type: 'string' }, yes: { type: 'boolean' } },
    })
    const command = commands.find((one) => one === positionals[0])
    if (!command || values.stage === undefined) throw new Error('A stage has to be named.')
    return { command, stage: stageNamed(values.stage), isYes: values.yes ?? false }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    process.exit(2)
  }
}

/** What a person should know before it starts. */
function needs(stage: Stage, command: Command): string[] {
  const { name, region } = stage
  const common = [
    `Stage ${name} in ${region}, six stacks named perennial-${name}-….`,
    `It needs AWS credentials (AWS_PROFILE or AWS_ACCESS_KEY_ID) of the account it shall stand in,`,
    `and that account bootstrapped once: npx cdk bootstrap aws://ACCOUNT/${region}.`,
  ]
  const own: Record<Command, string[]> = {
    deploy: [
      'What it costs a month: npm run cost. The first administrator is created by hand: infra/RUNBOOK.md.',
    ],
    diff: ['Nothing is changed.'],
    destroy: [
      'Kept on purpose: the table, the user pool, both buckets, the secrets and the logs. Remove them by hand when they are not needed.',
      ...(stage.terminationProtection
        ? [`Stage ${name} is protected against this: set terminationProtection to false and deploy first.`]
        : []),
    ],
  }
  return [...common, ...own[command]]
}

process.exitCode = main()
