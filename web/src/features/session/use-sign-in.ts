import { computed, reactive, readonly, shallowRef } from 'vue'
import type { TotpOffer } from '#shared/access/account.schema'
import type { SessionView, SignInAnswer } from '#shared/access/session.schema'
import { ApiError } from '../../api/problem.ts'
import { takeStep } from '../../api/session.ts'
import { type FieldName, type StepName, stepBody, stepErrors, stepTexts } from './sign-in-steps.ts'

/** The words of an answer that refused a step. */
export function refusal(error: unknown, step: StepName): string {
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Load it again.'
  if (error.status === 401 && step === 'signIn') return 'User name or password is not right.'
  if (error.status === 429) {
    const wait = error.retryAfterSeconds
    return wait ? `Too many attempts. Try again in ${wait} seconds.` : 'Too many attempts. Try again later.'
  }
  return error.requestId ? `${error.message} (request ${error.requestId})` : error.message
}

/** Signing in, step by step, until `onDone`. */
export function useSignIn(onDone: (session: SessionView) => Promise<unknown>) {
  const step = shallowRef<StepName>('signIn')
  const typed = reactive<Record<FieldName, string>>({ username: '', password: '', newPassword: '', code: '' })
  const errors = shallowRef<Partial<Record<FieldName, string>>>({})
  const alert = shallowRef('')
  const notice = shallowRef('')
  const isBusy = shallowRef(false)
  const offer = shallowRef<TotpOffer | null>(null)
  let challenge = ''

  function goTo(next: StepName, said = ''): void {
    step.value = next
    errors.value = {}
    alert.value = ''
    notice.value = said
    Object.assign(typed, { password: '', newPassword: '', code: '' })
  }

  async function follow(answer: SignInAnswer): Promise<void> {
    switch (answer.next) {
      case 'done':
        await onDone(answer.session)
        break
      case 'enrol':
        offer.value = answer
        challenge = answer.challenge
        goTo('enrol')
        break
      case 'newPassword':
      case 'totp':
        challenge = answer.challenge
        goTo(answer.next)
        break
      case 'checkMail':
        goTo('confirm')
        break
      case 'signIn':
        goTo('signIn', 'The password is saved. Sign in with it.')
    }
  }

  function refuse(error: unknown): void {
    const issues = error instanceof ApiError ? error.issues : []
    const fields = stepTexts[step.value].fields.map(({ name }) => name)
    const known = issues.filter(({ path }) => fields.some((name) => name === path))
    errors.value = Object.fromEntries(known.map(({ path, message }) => [path, message]))
    alert.value = known.length > 0 ? '' : refusal(error, step.value)
  }

  async function submit(): Promise<void> {
    const body = stepBody(step.value, typed, challenge)
    errors.value = stepErrors(body)
    alert.value = ''
    notice.value = ''
    if (Object.keys(errors.value).length > 0) return
    isBusy.value = true
    try {
      await follow(await takeStep(body))
    } catch (error) {
      refuse(error)
    } finally {
      isBusy.value = false
    }
  }

  return {
    step: readonly(step),
    offer: readonly(offer),
    text: computed(() => stepTexts[step.value]),
    typed,
    errors: readonly(errors),
    alert: readonly(alert),
    notice: readonly(notice),
    isBusy: readonly(isBusy),
    goTo,
    submit,
  }
}
