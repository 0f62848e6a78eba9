import { s3, stateMachines } from '#functions/runtime/aws'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { createClientsExport } from '#functions/store/clients-export'
import { createClientsStore } from '#functions/store/clients.store'
import { createFilesStore } from '#functions/store/files.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createJobsStore } from '#functions/store/jobs.store'
import { createProductFigures } from '#functions/store/product-figures'
import { createProductsStore } from '#functions/store/products.store'
import { createPublished } from '#functions/store/published'
import { createReportsStore } from '#functions/store/reports.store'
import { createRunsStore } from '#functions/store/runs.store'
import { csvFormat } from './formats/csv.ts'
import { jsonFormat } from './formats/json.ts'
import { xlsxFormat } from './formats/xlsx.ts'
import { createSettingsStore } from '#functions/store/settings.store'
import type { StartDeps } from './start-report.ts'

/** What reports are made from and kept in, from the environment. Without PDF: only its own function carries that. */
export function reportStores(): StartDeps {
  const { SHARDS: shards, FILES_BUCKET, TIME_ZONE, CURRENCY, SITE_ORIGIN, REPORT_JOB } = env()
  const runs = createRunsStore({ table: table() })
  const settings = createSettingsStore({ table: table() })
  const jobs = createJobsStore({ client: stateMachines() })
  return {
    reports: createReportsStore({ table: table() }),
    files: createFilesStore({ client: s3(), bucket: FILES_BUCKET }),
    published: createPublished(runs),
    runs,
    flows: createFlowsStore({ table: table(), shards }),
    clients: createClientsStore({ table: table(), shards }),
    clientsExport: createClientsExport({ table: table(), shards }),
    products: createProductsStore({ table: table() }),
    productHead: createProductFigures({ table: table() }).head,
    formats: { csv: csvFormat, json: jsonFormat, xlsx: xlsxFormat },
    timeZone: TIME_ZONE,
    currency: CURRENCY,
    fiscalYearStartMonth: async () => (await settings.load()).parts.calendar.fiscalYearStartMonth,
    clock: systemClock,
    siteOrigin: new URL(SITE_ORIGIN).origin,
    startJob: (reportId) => jobs.start(REPORT_JOB, reportId, { reportId }),
  }
}
