import * as v from 'valibot'
import { reportStores } from '#functions/reports/report-stores'
import { startDueReports } from '#functions/reports/start-due-reports'
import { table } from '#functions/runtime/deps'
import { jobLambda } from '#functions/runtime/job-lambda'
import { createSchedulesStore } from '#functions/store/schedules.store'

export const handler = jobLambda(v.object({}), async () => {
  await startDueReports({ ...reportStores(), schedules: createSchedulesStore({ table: table() }) })
  return { isDone: true }
})
