import * as v from 'valibot'
import { isCivilDay } from '#shared/kernel/day'
import { MAX_ID_LENGTH, NO_PRODUCT, normalisedId } from '#shared/kernel/ids'

/** Most transactions of one call. */
export const MOST_TRANSACTIONS = 100
/** Most lines of one posted transaction. */
const MOST_LINES = 40
// Ten trillion in minor units: far above any amount, far below where integers stop being exact.
const LARGEST_CENTS = 1_000_000_000_000_000

const Id = v.pipe(
  v.string('A text.'),
  v.check(
    (text) => normalisedId(text) !== undefined,
    `An id needs 1 to ${MAX_ID_LENGTH} characters and no control characters.`,
  ),
  v.transform((text) => normalisedId(text) ?? text),
)
const Cents = v.pipe(
  v.number('A whole number of minor units, for instance 1250 for 12.50.'),
  v.integer('Money is a whole number of minor units, for instance 1250 for 12.50.'),
  v.minValue(-LARGEST_CENTS, 'This amount is too large.'),
  v.maxValue(LARGEST_CENTS, 'This amount is too large.'),
)
const signs = {
  purchase: { isRight: (cents: number) => cents >= 0, says: 'A purchase is not negative; post a refund.' },
  refund: {
    isRight: (cents: number) => cents <= 0,
    says: 'A refund is not positive: it is money given back.',
  },
  charge: { isRight: () => true, says: '' },
  activity: { isRight: (cents: number) => cents >= 0, says: 'The volume of an activity is not negative.' },
}

const Line = v.pipe(
  v.strictObject({
    productId: v.optional(Id, NO_PRODUCT),
    kind: v.picklist(
      ['purchase', 'charge', 'refund', 'activity'],
      'One of purchase, charge, refund, activity.',
    ),
    amountCents: Cents,
    quantity: v.optional(v.pipe(v.number('A number.'), v.finite('A number.'))),
    unitPriceCents: v.optional(Cents),
  }),
  v.forward(
    v.check(
      ({ kind, amountCents }) => signs[kind].isRight(amountCents),
      (issue) => signs[issue.input.kind].says,
    ),
    ['amountCents'],
  ),
)

/** One transaction: an id of its own within the client, a day and its lines. */
export const Transaction = v.strictObject({
  id: Id,
  day: v.pipe(v.string('A day like 2026-03-14.'), v.check(isCivilDay, 'A day like 2026-03-14.')),
  lines: v.pipe(
    v.array(Line),
    v.minLength(1, 'At least one line.'),
    v.maxLength(MOST_LINES, `At most ${MOST_LINES} lines.`),
  ),
})
/** One transaction. */
export type Transaction = v.InferOutput<typeof Transaction>

const Batch = v.strictObject({
  transactions: v.pipe(
    v.array(Transaction),
    v.minLength(1, 'At least one transaction.'),
    v.maxLength(MOST_TRANSACTIONS, `At most ${MOST_TRANSACTIONS} transactions.`),
  ),
})

/** One transaction, or up to 100 under `transactions`. */
export const TransactionsBody = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'transactions' in input ? Batch : Transaction,
)
/** One transaction, or up to 100. */
export type TransactionsBody = v.InferOutput<typeof TransactionsBody>

/** What became of posted transactions, by id; all of it is in, or nothing. */
export const TransactionsAnswer = v.object({
  recorded: v.array(v.string()),
  /** Known before with other content: replaced. */
  replaced: v.array(v.string()),
  /** Known before with the same content: nothing was done. */
  unchanged: v.array(v.string()),
  version: v.number(),
})
/** What became of posted transactions. */
export type TransactionsAnswer = v.InferOutput<typeof TransactionsAnswer>
