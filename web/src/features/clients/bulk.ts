import type { BulkAnswer } from '#shared/client/work.schema'

const MOST_A_CALL = 100

/** Does something for many clients, a hundred a call, and adds the answers up. */
export async function inHundreds(
  ids: readonly string[],
  call: (ids: readonly string[]) => Promise<BulkAnswer>,
): Promise<BulkAnswer> {
  let sum: BulkAnswer = { changed: 0, refused: [] }
  for (let start = 0; start < ids.length; start += MOST_A_CALL) {
    const { changed, refused } = await call(ids.slice(start, start + MOST_A_CALL))
    sum = { changed: sum.changed + changed, refused: [...sum.refused, ...refused] }
  }
  return sum
}
