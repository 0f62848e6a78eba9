import type { ReportDocument, ReportQuestion } from './document.ts'
import { channelReport } from './types/channel.ts'
import { churnReport } from './types/churn.ts'
import { cohortReport } from './types/cohort.ts'
import { executiveReport } from './types/executive.ts'
import { financialReport } from './types/financial.ts'
import { revenueReport } from './types/revenue.ts'
import { segmentationReport } from './types/segmentation.ts'
import { trendReport } from './types/trend.ts'

/** Reports that follow from a snapshot alone: the same run gives the same report for ever. */
export const snapshotReports = {
  executive: executiveReport,
  financial: financialReport,
  revenue: revenueReport,
  churn: churnReport,
  segmentation: segmentationReport,
  trend: trendReport,
  cohort: cohortReport,
  channel: channelReport,
} as const satisfies Record<string, (question: ReportQuestion) => ReportDocument>
/** A report that follows from a snapshot alone. */
export type SnapshotReport = keyof typeof snapshotReports

/**
 * The report of a type.
 *
 * @throws Error when a tie differs: then a sum was counted wrongly and no file may be written
 */
export function documentOf(type: SnapshotReport, question: ReportQuestion): ReportDocument {
  const document = snapshotReports[type](question)
  const untied = document.ties.find(({ left, right }) => left !== right)
  if (untied)
    throw new Error(
      `${document.title}: ${untied.title} is ${untied.left} on one side, ${untied.right} on the other`,
    )
  return document
}
