/** One measured value and what it is held to. */
export interface Row {
  readonly name: string
  readonly measured: number
  readonly unit: string
  /** Most it may be. */
  readonly budget?: number
  /** Whether exceeding the budget fails the bench: capacity and sizes do, times and memory depend on the machine. */
  readonly isGated?: boolean
  readonly remark?: string
}

/** What a part of the bench found; a part that could not run says why. */
export interface Measured {
  readonly rows: readonly Row[]
  readonly skipped?: string
}

/** Whether a value keeps to its budget; one without a budget always does. */
export function isWithin({ measured, budget }: Row): boolean {
  return budget === undefined || measured <= budget
}

/** Values that must keep to their budget and do not. */
export function exceeded(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.isGated === true && !isWithin(row))
}

const verdict = (row: Row): string => {
  if (row.budget === undefined) return ''
  if (isWithin(row)) return 'yes'
  return row.isGated ? 'NO' : 'no (not gated)'
}

/** The rows as a table of text. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    short(row.measured),
    row.unit,
    row.budget === undefined ? '' : short(row.budget),
    verdict(row),
    row.remark ?? '',
  ])
  const head = ['name', 'measured', 'unit', 'budget', 'within', '']
  const widths = head.map((_, column) =>
    Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)),
  )
  const isNumber = (column: number) => column === 1 || column === 3
  return [head, ...cells]
    .map((line) =>
      line
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function short(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}

/** How long something took: as it passed, and as the processor worked, which another process's load hardly changes. */
export interface Took {
  readonly milliseconds: number
  readonly processor: number
}

/** The medians of several times. */
export function medianTime(times: number, measure: () => void): Took {
  const taken = Array.from({ length: times }, () => {
    const cpu = process.cpuUsage()
    const started = performance.now()
    measure()
    const milliseconds = performance.now() - started
    const { user, system } = process.cpuUsage(cpu)
    return { milliseconds, processor: (user + system) / 1_000 }
  })
  const median = (of: (one: Took) => number) =>
    taken.map(of).sort((left, right) => left - right)[Math.floor(times / 2)] ?? Number.NaN
  return { milliseconds: median((one) => one.milliseconds), processor: median((one) => one.processor) }
}

/** A time as a row in milliseconds times `scale`. */
export function timeRow(
  name: string,
  { milliseconds, processor }: Took,
  { unit, scale = 1, ...held }: { unit: string; scale?: number; budget?: number; remark?: string },
): Row {
  const remark = [`processor ${short(processor * scale)}`, ...(held.remark ? [held.remark] : [])].join('; ')
  return { name, measured: milliseconds * scale, unit, ...held, remark }
}
