import { serveExecutions, Refusal } from '../states-protocol.ts'
import { millisecondsToNext } from '../schedules.ts'
import { type Cloud, REF } from './cloud-formation.ts'
import { type DeployedFunction, FunctionError, type Functions } from './functions.ts'
import { type Machine, runMachine, StatesError } from './state-language.ts'

interface MachinesOptions {
  readonly cloud: Cloud
  readonly deployed: ReadonlyMap<string, DeployedFunction>
  readonly functions: Functions
  readonly log: (line: string) => void
}

/** Runs the state machines of a cloud from their own definitions, and starts them at their schedules. */
export async function openMachines({ cloud, deployed, functions, log }: MachinesOptions) {
  const machines = new Map(
    cloud.ofType('AWS::StepFunctions::StateMachine').map(({ stack, id, properties }) => {
      const definition = String(cloud.resolve(stack, properties['DefinitionString']))
      return [String(cloud.resolve(stack, { [REF]: id })), JSON.parse(definition) as Machine] as const
    }),
  )
  const executions = new Map<
    string,
    { readonly input: string; readonly startedAt: string; isRunning: boolean }
  >()

  async function invoke(arn: string, payload: unknown): Promise<unknown> {
    const to = deployed.get(arn)
    if (!to) throw new StatesError('Lambda.ResourceNotFoundException', `There is no function ${arn}.`)
    try {
      return await functions.invoke(to, payload)
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error
      const { errorType, message } = error
      throw new StatesError(errorType, JSON.stringify({ errorType, errorMessage: message, trace: [] }))
    }
  }

  function start(wish: { stateMachineArn: string; name: string; input: string }) {
    const { stateMachineArn, name, input } = wish
    const machine = machines.get(stateMachineArn)
    if (!machine)
      throw new Refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`)
    const key = `${stateMachineArn}:${name}`
    const known = executions.get(key)
    if (known?.isRunning && known.input === input) return known
    if (known) throw new Refusal('ExecutionAlreadyExists', `Execution Already Exists: '${name}'`)
    const execution = { input, startedAt: new Date().toISOString(), isRunning: true }
    executions.set(key, execution)
    runMachine(machine, { input: JSON.parse(input), name, world: { invoke } })
      .catch((error: unknown) =>
        log(`${name} failed: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => (execution.isRunning = false))
    return execution
  }

  const timers: NodeJS.Timeout[] = []
  for (const { stack, properties } of cloud.ofType('AWS::Scheduler::Schedule')) {
    const { ScheduleExpression, Target } = cloud.resolve(stack, {
      ...properties,
      Target: { ...(properties['Target'] as object), DeadLetterConfig: '', RoleArn: '' },
    }) as { ScheduleExpression: string; Target: { Arn: string; Input: string } }
    const arm = () => {
      const timer = setTimeout(
        () => {
          const name = crypto.randomUUID()
          const input = Target.Input.replaceAll('<aws.scheduler.execution-id>', name)
          start({ stateMachineArn: Target.Arn, name, input })
          arm()
        },
        millisecondsToNext(ScheduleExpression, new Date()),
      )
      timer.unref()
      timers.push(timer)
    }
    arm()
  }

  const { url, stop: stopServing } = await serveExecutions(start)
  return {
    url,
    async stop(): Promise<void> {
      for (const timer of timers) clearTimeout(timer)
      await stopServing()
    },
  }
}
