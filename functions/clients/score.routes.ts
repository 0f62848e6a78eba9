import { Hono } from 'hono'
import * as v from 'valibot'
import { DifferenceQuery, DifferenceView, ScoreHistory } from '#shared/client/score-history.schema'
import { TransactionsAnswer, TransactionsBody } from '#shared/client/transactions.schema'
import { requireRight } from '#functions/http/actor'
import type { HttpEnv } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { type HistoryStores, readDifference, readHistory } from './read-history.ts'
import { type RecordStores, recordTransactions } from './record-transactions.ts'

const ClientParams = v.strictObject({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) })
// A hundred transactions of a few lines.
const KEYS_OF_A_BATCH = 12_000

/** What a client's score was, what moved it, and what moves it now. Part of the clients section. */
export function scoreRoutes(stores: HistoryStores & RecordStores) {
  return new Hono<HttpEnv>()
    .get(
      '/api/clients/:id/history',
      describe({ summary: 'Shows a client’s scores over time', answer: ScoreHistory, right: 'figures' }),
      requireRight('figures'),
      validate('param', ClientParams),
      async (c) => {
        const { parts, view } = await readHistory(stores, c.req.valid('param').id)
        return answerWithEtag(c, parts, view)
      },
    )
    .get(
      '/api/clients/:id/difference',
      describe({
        summary: 'Says what moved a client’s score between two days',
        answer: DifferenceView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('param', ClientParams),
      validate('query', DifferenceQuery),
      async (c) => c.json(await readDifference(stores, c.req.valid('param').id, c.req.valid('query'))),
    )
    .post(
      '/api/clients/:id/transactions',
      describe({
        summary: 'Records one transaction of a client, or up to 100',
        description:
          'Idempotent by id: the same content again does nothing, other content replaces. Money in minor units.',
        answer: TransactionsAnswer,
        right: 'edit',
        audit: 'client.transactions-recorded',
      }),
      requireRight('edit'),
      validate('param', ClientParams),
      validate('json', TransactionsBody, { mostKeys: KEYS_OF_A_BATCH }),
      async (c) => {
        const { id } = c.req.valid('param')
        const body = c.req.valid('json')
        const posted = 'transactions' in body ? body.transactions : [body]
        const answer = await recordTransactions(stores, id, posted)
        c.set('isUnchanged', answer.recorded.length + answer.replaced.length === 0)
        c.set('auditSubject', { kind: 'client', id })
        c.set('auditDetails', {
          recorded: answer.recorded.length,
          replaced: answer.replaced.length,
          unchanged: answer.unchanged.length,
        })
        return c.json(answer)
      },
    )
}
