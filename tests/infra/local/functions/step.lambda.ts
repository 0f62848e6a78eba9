import { appendFileSync } from 'node:fs'

interface Event {
  readonly trace: string
  readonly kill?: boolean
  readonly hang?: boolean
  readonly cursor?: string
}

/** Writes down that it was called; ends its own process the first time where the event says so. */
export function handler(event: Event): Promise<{ isDone: boolean; cursor?: string }> {
  appendFileSync(event.trace, `${process.pid} ${event.cursor ?? 'start'}\n`)
  if (event.hang) return new Promise(() => undefined)
  if (event.kill && event.cursor === undefined) return Promise.resolve({ isDone: false, cursor: 'half' })
  if (event.kill && !process.env['SURVIVE']) process.kill(process.pid, 'SIGKILL')
  return Promise.resolve({ isDone: true })
}
