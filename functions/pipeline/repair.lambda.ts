import * as v from 'valibot'
import { jobLambda } from '#functions/runtime/job-lambda'
import { pipelineDeps } from './pipeline-deps.ts'
import { repairFlows } from './repair.ts'

export const handler = jobLambda(v.object({}), async () => ({ repaired: await repairFlows(pipelineDeps()) }))
