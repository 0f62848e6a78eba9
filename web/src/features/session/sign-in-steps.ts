import * as v from 'valibot'
import { SignInStep } from '#shared/access/session.schema'

/** The name of a step of signing in. */
export type StepName = NonNullable<SignInStep['step']>
/** What may be typed in a step. */
export type FieldName = 'username' | 'password' | 'newPassword' | 'code'

/** A field as the browser and a password manager should see it. */
export interface StepField {
  readonly name: FieldName
  readonly label: string
  readonly autocomplete: string
  readonly isSecret?: boolean
  readonly help?: string
}

/** What a step says and asks. */
export interface StepText {
  readonly title: string
  readonly lead: string
  readonly submit: string
  readonly fields: readonly StepField[]
}

const username: StepField = { name: 'username', label: 'User name', autocomplete: 'username' }
const newPassword: StepField = {
  name: 'newPassword',
  label: 'New password',
  autocomplete: 'new-password',
  isSecret: true,
  help: 'At least 15 characters. A sentence works well.',
}
const code = { name: 'code', autocomplete: 'one-time-code' } as const

/** Every step as data: the form draws whatever stands here. */
export const stepTexts: Readonly<Record<StepName, StepText>> = {
  signIn: {
    title: 'Sign in',
    lead: 'Customer lifetime value for every client you have.',
    submit: 'Sign in',
    fields: [
      username,
      { name: 'password', label: 'Password', autocomplete: 'current-password', isSecret: true },
    ],
  },
  newPassword: {
    title: 'Choose a password',
    lead: 'The one you were given works only once.',
    submit: 'Save and sign in',
    fields: [newPassword],
  },
  totp: {
    title: 'Enter your code',
    lead: 'Your authenticator app shows it.',
    submit: 'Continue',
    fields: [{ ...code, label: 'Code' }],
  },
  enrol: {
    title: 'Set up your authenticator app',
    lead: 'Your role needs a second factor. Scan this with the app on your telephone, then type the code it shows.',
    submit: 'Confirm and sign in',
    fields: [{ ...code, label: 'Code' }],
  },
  forgot: {
    title: 'Forgot your password?',
    lead: 'If the user name is known, a code goes to its e-mail address.',
    submit: 'Send the code',
    fields: [username],
  },
  confirm: {
    title: 'Check your mail',
    lead: 'Type the code we sent and choose a new password.',
    submit: 'Save the password',
    fields: [{ ...code, label: 'Code from the mail' }, newPassword],
  },
}

/** What has been typed, in every step so far. */
export type Typed = Readonly<Record<FieldName, string>>

/** What is sent for a step. */
export function stepBody(step: StepName, typed: Typed, challenge: string): SignInStep {
  const { username: name, password, newPassword: fresh, code: digits } = typed
  switch (step) {
    case 'signIn':
      return { step, username: name, password }
    case 'newPassword':
      return { step, username: name, newPassword: fresh, challenge }
    case 'totp':
    case 'enrol':
      return { step, username: name, code: digits, challenge }
    case 'forgot':
      return { step, username: name }
    case 'confirm':
      return { step, username: name, code: digits, newPassword: fresh }
  }
}

/** What is wrong with a step before it is sent, by field. */
export function stepErrors(body: SignInStep): Partial<Record<FieldName, string>> {
  const parsed = v.safeParse(SignInStep, body)
  if (parsed.success) return {}
  const entries = parsed.issues.map((issue) => [v.getDotPath(issue), issue.message] as const)
  return Object.fromEntries(entries.filter(([path]) => path !== null).reverse())
}
