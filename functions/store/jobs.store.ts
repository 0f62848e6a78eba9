import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn'
import { DomainError } from '#shared/kernel/errors'

/** Starts jobs: a state machine each. Names make a start idempotent. */
export function createJobsStore({ client }: { client: SFNClient }) {
  /**
   * Starts a job under a name; the same name again is the same execution.
   *
   * @throws DomainError `job.not-configured` where this function may not start the job
   */
  async function start(arn: string | undefined, name: string, input: object): Promise<void> {
    if (arn === undefined)
      throw new DomainError('unavailable', 'job.not-configured', 'This function cannot start jobs.')
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn: arn, name, input: JSON.stringify(input) }),
      )
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error
    }
  }

  return { start }
}

/** Starts jobs. */
export type JobsStore = ReturnType<typeof createJobsStore>
