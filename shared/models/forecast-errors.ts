/**
 * Errors of forecasts of a series.
 *
 * sMAPE = mean of 200 |y − f| / (|y| + |f|) in percent; MASE = mean |y − f| over the mean in-sample |y_t −
 * y_{t−m}| (Hyndman & Koehler 2006; the M4 rules). Exact; tested with exponential-smoothing.
 */

/** Symmetric mean absolute percentage error in percent; a pair of zeros counts 0. */
export function smape(actual: readonly number[], forecast: readonly number[]): number {
  const errors = actual.map((value, index) => {
    const size = Math.abs(value) + Math.abs(forecast[index] ?? 0)
    return size === 0 ? 0 : (200 * Math.abs(value - (forecast[index] ?? 0))) / size
  })
  return errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length)
}

/** Mean absolute change of a series over one season of `period` steps: the unit MASE counts in; 0 for a series too short or constant. */
export function seasonalChange(series: readonly number[], period: number): number {
  const changes = series.slice(period).map((value, index) => Math.abs(value - (series[index] ?? 0)))
  return changes.reduce((sum, change) => sum + change, 0) / Math.max(1, changes.length)
}

/** Mean absolute scaled error against a training series; Infinity where the training series never changes but the forecast errs. */
export function mase(
  actual: readonly number[],
  forecast: readonly number[],
  { training, period }: { training: readonly number[]; period: number },
): number {
  const error =
    actual.reduce((sum, value, index) => sum + Math.abs(value - (forecast[index] ?? 0)), 0) /
    Math.max(1, actual.length)
  return error === 0 ? 0 : error / seasonalChange(training, period)
}
