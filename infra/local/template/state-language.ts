/**
 * Runs a state machine written in the Amazon States Language with JSONata, as far as CDK writes it for the product:
 * Task (lambda:invoke), Map (inline), Choice, Pass, Succeed, Fail, Retry and Catch. A state of another type, a field it
 * does not know and an expression that gives nothing are errors: what cannot be run is not passed over.
 */
import { setTimeout as wait } from 'node:timers/promises'
import jsonata from 'jsonata'

type Json = unknown
type State = Readonly<Record<string, Json>>
/** States by name, and where they start. */
export interface Machine {
  readonly StartAt: string
  readonly States: Readonly<Record<string, State>>
  readonly QueryLanguage?: string
}

/** An error of the States Language. */
export class StatesError extends Error {
  readonly error: string
  override readonly cause: string
  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`)
    this.error = error
    this.cause = cause
  }
}

/** What a machine needs from outside. */
export interface MachineWorld {
  /** Invokes a function by its ARN; throws a StatesError with the error's name and the cause as Lambda gives it. */
  readonly invoke: (functionArn: string, payload: Json, timeoutSeconds: number) => Promise<Json>
  readonly sleep?: (milliseconds: number) => Promise<unknown>
  readonly random?: () => number
}

interface Frame {
  readonly context: Readonly<Record<string, Json>>
  readonly world: MachineWorld
}

const known: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource', 'Arguments', 'Output', 'TimeoutSeconds', 'Retry', 'Catch', 'Next', 'End'],
  Map: [
    'Items',
    'ItemSelector',
    'MaxConcurrency',
    'ItemProcessor',
    'Output',
    'Retry',
    'Catch',
    'Next',
    'End',
  ],
  Choice: ['Choices', 'Default', 'Output'],
  Pass: ['Output', 'Next', 'End'],
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
}

/** Runs a machine to its end; the output of its last state, or a StatesError. */
export async function runMachine(
  machine: Machine,
  { input, name, world }: { input: Json; name: string; world: MachineWorld },
): Promise<Json> {
  if (machine.QueryLanguage !== 'JSONata')
    throw new StatesError('States.Runtime', 'Only JSONata is run here.')
  return runStates(machine, input, { context: { Execution: { Input: input, Name: name } }, world })
}

async function runStates({ StartAt, States }: Machine, input: Json, frame: Frame): Promise<Json> {
  let name: string | undefined = StartAt
  let at = input
  while (name !== undefined) {
    const state: State | undefined = States[name]
    if (!state) throw new StatesError('States.Runtime', `There is no state "${name}".`)
    const done = await runState(name, state, { input: at, frame })
    at = done.output
    name = done.next
  }
  return at
}

interface Done {
  readonly output: Json
  readonly next: string | undefined
}

async function runState(
  name: string,
  state: State,
  { input, frame }: { input: Json; frame: Frame },
): Promise<Done> {
  const type = String(state['Type'])
  const unknown = Object.keys(state).filter(
    (field) => !['Type', 'Comment', ...(known[type] ?? [])].includes(field),
  )
  if (!known[type] || unknown.length > 0)
    throw new StatesError(
      'States.Runtime',
      `"${name}" (${type}) has what is not run here: ${unknown.join(', ')}`,
    )
  const here = { ...frame, context: { ...frame.context, State: { Name: name } } }
  if (type === 'Choice') return choice(state, input, here)
  if (type === 'Fail')
    throw new StatesError(
      String(await evaluate(state['Error'], { input }, here)),
      String(await evaluate(state['Cause'], { input }, here)),
    )
  if (type !== 'Task' && type !== 'Map') return onward(state, { input, result: input, frame: here })
  return attempt(state, input, here)
}

async function choice(state: State, input: Json, frame: Frame): Promise<Done> {
  for (const rule of (state['Choices'] ?? []) as State[])
    if ((await evaluate(rule['Condition'], { input }, frame)) === true)
      return { output: input, next: String(rule['Next']) }
  if (state['Default'] === undefined) throw new StatesError('States.NoChoiceMatched', 'No choice matched.')
  return { output: input, next: String(state['Default']) }
}

async function onward(
  state: State,
  { input, result, frame }: { input: Json; result: Json; frame: Frame },
): Promise<Done> {
  const output = 'Output' in state ? await evaluate(state['Output'], { input, result }, frame) : result
  return { output, next: state['Next'] === undefined ? undefined : String(state['Next']) }
}

async function attempt(state: State, input: Json, frame: Frame): Promise<Done> {
  const { sleep = wait, random = Math.random } = frame.world
  for (let tries = 0; ; tries++) {
    try {
      const result =
        state['Type'] === 'Map' ? await map(state, input, frame) : await task(state, input, frame)
      return await onward(state, { input, result, frame })
    } catch (thrown) {
      if (!(thrown instanceof StatesError)) throw thrown
      const pause = pauseBefore(state, thrown, tries, random())
      if (pause === undefined) return caught(state, thrown, { input, frame })
      await sleep(pause)
    }
  }
}

const matches = (rule: State, { error }: StatesError): boolean => {
  const names = rule['ErrorEquals'] as string[]
  return names.includes(error) || (names.includes('States.ALL') && error !== 'States.DataLimitExceeded')
}

/** Milliseconds before the next try; undefined when there is none. */
function pauseBefore(state: State, error: StatesError, tries: number, random: number): number | undefined {
  const rule = ((state['Retry'] ?? []) as State[]).find((one) => matches(one, error))
  if (!rule || tries >= Number(rule['MaxAttempts'] ?? 3)) return undefined
  const grown = Number(rule['IntervalSeconds'] ?? 1) * Number(rule['BackoffRate'] ?? 2) ** tries
  const seconds = Math.min(grown, Number(rule['MaxDelaySeconds'] ?? Infinity))
  return 1_000 * (rule['JitterStrategy'] === 'FULL' ? seconds * random : seconds)
}

async function caught(
  state: State,
  error: StatesError,
  { input, frame }: { input: Json; frame: Frame },
): Promise<Done> {
  const rule = ((state['Catch'] ?? []) as State[]).find((one) => matches(one, error))
  if (!rule) throw error
  const errorOutput = { Error: error.error, Cause: error.cause }
  const output =
    'Output' in rule ? await evaluate(rule['Output'], { input, errorOutput }, frame) : errorOutput
  return { output, next: String(rule['Next']) }
}

async function task(state: State, input: Json, frame: Frame): Promise<Json> {
  if (state['Resource'] !== 'arn:aws:states:::lambda:invoke')
    throw new StatesError('States.Runtime', `${String(state['Resource'])} is not run here.`)
  const { FunctionName, Payload } = (await evaluate(state['Arguments'], { input }, frame)) as Record<
    string,
    Json
  >
  const seconds = Number(state['TimeoutSeconds'] ?? 60)
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: await frame.world.invoke(String(FunctionName), Payload, seconds),
  }
}

async function map(state: State, input: Json, frame: Frame): Promise<Json> {
  const items = (await evaluate(state['Items'] ?? input, { input }, frame)) as Json[]
  // CDK writes the processor -- because a Map without one does not deploy.
  const { ProcessorConfig: _config, ...processor } = state['ItemProcessor'] as Machine & {
    ProcessorConfig?: Json
  }
  const results = new Array<Json>(items.length)
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const index = next++
      const inside = {
        ...frame,
        context: { ...frame.context, Map: { Item: { Index: index, Value: items[index] } } },
      }
      const given =
        'ItemSelector' in state ? await evaluate(state['ItemSelector'], { input }, inside) : items[index]
      results[index] = await runStates(processor, given, inside)
    }
  }
  const lanes = Math.min(items.length, Number(state['MaxConcurrency']) || items.length)
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  return results
}

interface Variables {
  readonly input: Json
  readonly result?: Json
  readonly errorOutput?: Json
}

/** A value with every `{% … %}` in it worked out. */
async function evaluate(value: Json, variables: Variables, frame: Frame): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((one) => evaluate(one, variables, frame)))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      async ([name, one]) => [name, await evaluate(one, variables, frame)] as const,
    )
    return Object.fromEntries(await Promise.all(entries))
  }
  const [, expression] = (typeof value === 'string' && /^\{%([\s\S]*)%\}$/.exec(value)) || []
  if (expression === undefined) return value
  const query = jsonata(expression)
  query.registerFunction('parse', (text: string) => JSON.parse(text) as Json)
  try {
    const found: Json = await query.evaluate({}, { states: { ...variables, context: frame.context } })
    // Plain JSON again: sequences of the query language carry marks of their own.
    if (found !== undefined) return JSON.parse(JSON.stringify(found)) as Json
  } catch (error) {
    throw new StatesError(
      'States.QueryEvaluationError',
      error instanceof Error ? error.message : String(error),
    )
  }
  throw new StatesError('States.QueryEvaluationError', `${expression.trim()} gives nothing.`)
}
