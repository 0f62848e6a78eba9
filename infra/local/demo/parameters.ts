/**
 * The true parameters of the demo portfolio: what a perfect model would find. Time is in months of 365.25 / 12 days,
 * money in units of the currency. Everything the generator draws, it draws from these laws.
 */

/** Logit of the chance that an account client closes within a calendar month, given its state at the month's start. */
export const lossModel = {
  intercept: -2.5,
  /** Times ln(1 + months since joining). */
  logTenure: -0.3,
  /** Times months since the last own activity, at most `longestRecency`. */
  recency: 0.22,
  /** Times the engagement level, 0 to 1. */
  engagement: -1.6,
  /** Times account products held beyond the first, at most five. */
  furtherHoldings: -0.35,
  /** When there was a complaint in the three months before. */
  recentComplaint: 1.1,
} as const

/** How account clients behave from month to month. */
export const behaviour = {
  longestRecency: 6,
  monthsOfComplaint: 3,
  /** Engagement level of a client: Beta(a, b), kept for life. */
  engagementLevel: { a: 4, b: 3 },
  /** A disengaged client keeps this share of its level and hardly acts by itself. */
  disengagedShare: 0.2,
  disengagePerMonth: 0.015,
  reengagePerMonth: 0.06,
  /** Chance of own activity in a month: base + slope × level, or `disengaged`. */
  activity: { base: 0.35, slope: 0.42, disengaged: 0.02 },
  complaintPerMonth: 0.012,
  failedPaymentPerMonth: 0.01,
} as const

/** MBG/NBD: purchases at rate Gamma(r, α) a month; after every purchase, the first too, lost with chance Beta(a, b). */
export const purchaseModel = { r: 1.5, alpha: 2.1, a: 1, b: 13 } as const

/** Gamma-Gamma: an order is worth Gamma(p, ν), ν ~ Gamma(q, γ), times the season of its calendar month. */
export const spendModel = { p: 6, q: 4.5, gamma: 17 } as const

/** Season of order values by calendar month, January first; mean 1. */
export const season = [0.88, 0.9, 0.96, 1, 1.03, 1.08, 1.12, 1.06, 0.97, 0.94, 0.98, 1.08] as const

/** Chance that an order is given back whole. */
export const REFUND_SHARE = 0.02
/** Chance that an order holds one more product, drawn independently of the others. */
export const EXTRA_LINE_SHARE = 0.15
/** Yearly rate at which the remaining margin is discounted. */
export const DISCOUNT_PER_YEAR = 0.1
/** Months of remaining margin. */
export const HORIZON_MONTHS = 36
/** Days of the loss probability. */
export const LOSS_DAYS = 90

/** Shares of the clients: the rest of the account clients, and prospects, take nothing from the purchase-based. */
export const mix = {
  prospect: 0.015,
  accountBased: 0.6,
  /** Of the account clients of the last 18 months: buys purchase products too. */
  alsoBuys: 0.15,
  restricted: 0.012,
  unattributed: 0.015,
} as const

/** Where clients come from. `costCents` is the spend per expected newcomer; none is booked for referrals. */
export const channels = [
  { name: 'branch', share: 0.24, costCents: 190_00, valueFactor: 1.25 },
  { name: 'web', share: 0.2, costCents: 120_00, valueFactor: 1 },
  { name: 'app', share: 0.18, costCents: 85_00, valueFactor: 0.9 },
  { name: 'referral', share: 0.12, costCents: 0, valueFactor: 1.2 },
  { name: 'partner', share: 0.1, costCents: 150_00, valueFactor: 0.8 },
  { name: 'telephone', share: 0.07, costCents: 210_00, valueFactor: 1 },
  { name: 'broker', share: 0.05, costCents: 320_00, valueFactor: 1.5 },
  { name: 'social', share: 0.04, costCents: 60_00, valueFactor: 0.7 },
] as const

/** A channel with its law. */
export type Channel = (typeof channels)[number]

/** Relative number of newcomers by month of the history: a book taken over in the first half year, then a trickle. */
export function newcomerWeight(monthIndex: number): number {
  return monthIndex < 6 ? 5 : 0.7
}
