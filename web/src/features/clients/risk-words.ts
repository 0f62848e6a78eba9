/** What the factors of a churn probability are called. */
export const factorTitles: Readonly<Record<string, string>> = {
  tenure: 'Time as a client',
  recency: 'Months without own activity',
  engagement: 'Digital engagement',
  holdings: 'Products held',
  troubles: 'Complaints and failed payments',
  status: 'Account status',
  purchases: 'Number of purchases',
  span: 'Days over which it bought',
  silence: 'Days since the last purchase',
}
