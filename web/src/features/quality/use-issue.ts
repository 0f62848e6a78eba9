import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref, ref } from 'vue'
import type { FixPreview, IssueMove } from '#shared/quality/issue-view.schema'
import {
  applyFix,
  commentIssue,
  issueQuery,
  measureIssue,
  moveIssue,
  previewFix,
  revertFix,
  splitIssue,
  type Wish,
} from '../../api/quality.ts'

/** Something that may be done, and how it went. */
interface Act<Wish, Answer> {
  readonly mutate: (wish: Wish) => void
  readonly mutateAsync: (wish: Wish) => Promise<Answer>
  readonly isPending: Ref<boolean>
  readonly error: Ref<Error | null>
}

function useAct<Wish, Answer>(
  act: (wish: Wish) => Promise<Answer>,
  onSettled: (answer: Answer | undefined) => unknown,
): Act<Wish, Answer> {
  const { mutate, mutateAsync, isPending, error } = useMutation({ mutationFn: act, onSettled })
  return { mutate, mutateAsync, isPending, error }
}

/** One issue with everything that may be done about it. */
export function useIssue(id: () => string) {
  const cache = useQueryClient()
  const query = useQuery(computed(() => issueQuery(id())))
  const preview = ref<FixPreview | null>(null)
  const renewed = () => cache.invalidateQueries({ queryKey: ['quality'] })
  const changed = async () => {
    preview.value = null
    await renewed()
    // A fix changes clients; their pages and lists are read again.
    await cache.invalidateQueries({ queryKey: ['clients'] })
  }
  const move = useAct((wish: IssueMove) => moveIssue(id(), wish), renewed)
  const comment = useAct((text: string) => commentIssue(id(), text), renewed)
  const measure = useAct((_: undefined) => measureIssue(id()), renewed)
  const split = useAct((subject: string) => splitIssue(id(), subject), renewed)
  const look = useAct(
    (wish: Wish) => previewFix(id(), wish),
    (found) => (preview.value = found ?? null),
  )
  const apply = useAct((wish: Wish) => applyFix(id(), wish), changed)
  const revert = useAct((batch: string) => revertFix(id(), batch), changed)
  const fixError = computed(
    () => (look.error.value ?? apply.error.value ?? revert.error.value)?.message ?? '',
  )
  const isFixing = computed(() => look.isPending.value || apply.isPending.value || revert.isPending.value)
  return { query, preview, move, comment, measure, split, look, apply, revert, fixError, isFixing }
}
