/** Textbook values to set beside the models': one average, one rate. `product.md` 9.1 rows 5 and 6. */

/** Churn at which a formula LTV is capped: 60 months of life. */
export const LEAST_CHURN = 1 / 60

/** Margin per client and month over monthly churn; without churn the life is capped at 60 months. */
export function formulaLtv({
  marginPerMonth,
  monthlyChurn,
}: {
  marginPerMonth: number
  monthlyChurn: number
}): {
  readonly value: number
  readonly isCapped: boolean
} {
  const isCapped = monthlyChurn <= 0
  return { value: marginPerMonth / (isCapped ? LEAST_CHURN : monthlyChurn), isCapped }
}

/** Value of a margin per period with constant retention and discount rate; with `isFirstNow` the first margin falls today. */
export function constantRetentionValue(
  margin: number,
  { retention, discount, isFirstNow = false }: { retention: number; discount: number; isFirstNow?: boolean },
): number {
  return (margin * (isFirstNow ? 1 + discount : retention)) / (1 + discount - retention)
}
