import { DomainError } from '#shared/kernel/errors'
import { checkFigures } from '#shared/portfolio/check'
import type { CheckView, FaultRow, TruthSheet } from '#shared/portfolio/check.schema'
import { ruleOfFault } from '#shared/quality/drill'
import type { Scan } from '#shared/quality/scan'
import type { DashboardDeps } from './dashboard.routes.ts'
import { nothingValued } from './read-charts.ts'

const SCANS_LOOKED_AT = 30

/** The current run's figures beside the truth that was given. */
export async function readCheck({
  stores,
  truth,
  scans,
}: Pick<DashboardDeps, 'stores' | 'truth' | 'scans'>): Promise<CheckView> {
  const sheet = await truth.load()
  if (!sheet)
    throw new DomainError(
      'not-found',
      'truth.none',
      'No truth is known of this house: only a generated demo has one to be checked against.',
    )
  const [{ runId }, newest] = await Promise.all([stores.runs.current(), scans.newest(SCANS_LOOKED_AT)])
  const snapshot = runId === undefined ? undefined : await stores.published.snapshot(runId)
  if (runId === undefined || !snapshot) throw nothingValued()
  const scan = newest.find(({ status, isLight }) => status === 'done' && !isLight)
  return {
    currency: stores.currency,
    runId,
    asOf: snapshot.asOf,
    today: sheet.today,
    figures: checkFigures(snapshot, sheet),
    faults: sheet.faults.map((fault) => faultRow(fault, scan)),
    scannedAt: scan?.finishedAt ?? null,
  }
}

/** Records that failed the rule of a fault; a fault is found where they are at least as many as were planted. */
function faultRow(fault: TruthSheet['faults'][number], scan: Scan | undefined): FaultRow {
  const rule = ruleOfFault[fault.kind] ?? fault.kind
  if (!scan) return { ...fault, rule, found: null, outcome: 'unknown' }
  const found = scan.results[rule]?.[1] ?? 0
  return { ...fault, rule, found, outcome: found >= fault.planted ? 'pass' : 'fail' }
}
