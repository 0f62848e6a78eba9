import { DomainError } from '#shared/kernel/errors'
import type { Issue, IssueEvent } from '#shared/quality/issue'
import type { IssueCard } from '#shared/quality/issue-card'
import { issueCard } from '#shared/quality/issue-card'
import type { FixBatch } from '#shared/quality/fix'
import { rank } from '#shared/quality/rule'
import { isOpen } from '#shared/quality/workflow'
import { indexes, issueEventKey, issueFixKey, issueKey, issuesPartition, sortable } from './keys.ts'
import type { Item, Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

// Two thousand cards are some hundred read units: more are counted as "more than".
const MOST_CARDS = 2_000
const issueIsNew = 'attribute_not_exists(pk)'
const issueIsUnchanged = 'version = :expected'
const eventIsNew = 'attribute_not_exists(pk)'

/** An event of an issue with its number, from 1. */
export type NumberedEvent = IssueEvent & { readonly number: number }

/** Data-quality issues: the issue as it stands, and its history, which only grows. */
export function createIssuesStore({ table }: { table: Table }) {
  async function load(id: string, { isConsistent = true } = {}): Promise<Issue | undefined> {
    const item = await table.get(issueKey(id), { isConsistent })
    return item && issueOf(item)
  }

  /** Every event of an issue, oldest first. */
  async function history(id: string): Promise<NumberedEvent[]> {
    const items = await table.queryAll(issueKey(id).pk, { prefix: 'EVENT#', isConsistent: true })
    return items.map(({ pk: _pk, sk: _sk, kind: _kind, event, number }) => ({
      ...(event as IssueEvent), // -- because `save` is the only writer
      number: number as number,
    }))
  }

  /**
   * Writes an issue and what happened to it, all or nothing.
   *
   * @throws DomainError `issue.changed-meanwhile` when it is not as it was read
   */
  async function save(
    before: Issue | undefined,
    next: Issue,
    events: readonly IssueEvent[],
    more: readonly NamedWrite[] = [],
  ): Promise<Issue> {
    const issue = { ...next, version: (before?.version ?? 0) + 1 }
    const condition = changedMeanwhile(issue.id)
    const first = issue.events - events.length
    await table.transact([
      {
        Put: {
          Item: itemOf(issue),
          ...(before
            ? {
                ConditionExpression: issueIsUnchanged,
                ExpressionAttributeValues: { ':expected': before.version },
              }
            : { ConditionExpression: issueIsNew }),
        },
        condition,
      },
      ...events.map((event, index) => {
        const number = first + index + 1
        const item = { ...issueEventKey(issue.id, number), kind: 'issue-event', number, event }
        return { Put: { Item: item, ConditionExpression: eventIsNew }, condition }
      }),
      ...more,
    ])
    return issue
  }

  /** The cards of open or closed issues, the most severe first, those of the largest effect before the others. */
  async function cards(isOpenOnes: boolean): Promise<{ cards: IssueCard[]; hasMore: boolean }> {
    const { index, pk } = indexes.value
    const found: IssueCard[] = []
    let startKey: Record<string, unknown> | undefined
    do {
      const answer = await table.query({
        IndexName: index,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': pk },
        ExpressionAttributeValues: { ':pk': issuesPartition(isOpenOnes) },
        ScanIndexForward: false,
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      })
      found.push(...answer.items.map((item) => item['card'] as IssueCard))
      startKey = answer.lastKey
    } while (startKey && found.length < MOST_CARDS)
    return { cards: found.slice(0, MOST_CARDS), hasMore: startKey !== undefined || found.length > MOST_CARDS }
  }

  async function saveFix(batch: FixBatch): Promise<void> {
    const item = { ...issueFixKey(batch.issueId, batch.id), kind: 'issue-fix', batch }
    await table.transact([{ Put: { Item: item } }])
  }

  /** The batches of fixes of an issue, oldest first. */
  async function fixes(id: string): Promise<FixBatch[]> {
    const items = await table.queryAll(issueKey(id).pk, { prefix: 'FIX#', isConsistent: true })
    return items.map((item) => item['batch'] as FixBatch)
  }

  return { load, history, save, cards, saveFix, fixes }
}

/** Data-quality issues. */
export type IssuesStore = ReturnType<typeof createIssuesStore>

/** An issue that is not there. */
export function issueNotFound(id: string): DomainError {
  return new DomainError('not-found', 'issue.not-found', `There is no issue "${id}".`, { details: { id } })
}

const changedMeanwhile = (id: string) => () =>
  new DomainError('conflict', 'issue.changed-meanwhile', 'The issue was changed meanwhile. Load it again.', {
    details: { id },
  })

function itemOf(issue: Issue): Item {
  const { index: _value, ...value } = indexes.value
  const { index: _time, ...time } = indexes.time
  const partition = issuesPartition(isOpen(issue.status))
  return {
    ...issueKey(issue.id),
    kind: 'issue',
    version: issue.version,
    issue,
    card: issueCard(issue),
    [value.pk]: partition,
    [value.sk]: `${rank(issue.severity)}#${sortable(issue.count)}#${issue.id}`,
    [time.pk]: partition,
    [time.sk]: `${issue.detectedAt}#${issue.id}`,
  }
}

function issueOf(item: Item): Issue {
  return item['issue'] as Issue // -- because `save` is the only writer
}
