import type { Grant } from './policies.ts'

interface Reason {
  readonly reason: string
  readonly covers: (grant: Grant) => boolean
}

const reading = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']
const writing = [
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
]

/** Why something may be granted that no journey needs; the first that fits counts. */
export const reasons: readonly Reason[] = [
  {
    reason: 'Lambda itself writes logs and traces, not the handler.',
    covers: ({ action }) => action.startsWith('logs:') || action.startsWith('xray:'),
  },
  {
    reason: 'Reading is one permission: the table and its indexes hold the same data.',
    covers: ({ action }) => reading.includes(action),
  },
  {
    reason: 'Writing is one permission: a transaction may hold any of its four parts.',
    covers: ({ action }) => writing.includes(action),
  },
  {
    reason: 'A run killed in the middle is abandoned by this step; no journey loses one for good.',
    covers: ({ function: name }) => name === 'Abandon',
  },
  {
    reason: 'A job that a person may start; the journeys start each job somewhere, not from everywhere.',
    covers: ({ action }) => action === 'states:StartExecution',
  },
  {
    reason: 'Files are read and written by whoever is given their folder.',
    covers: ({ action }) => action.startsWith('s3:'),
  },
  {
    reason: 'Machine clients are checked against the pool; no journey has one.',
    covers: ({ action }) => action === 'cognito-idp:AdminGetUser',
  },
]
