import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import SignInForm from '../../web/src/features/session/SignInForm.vue'
import { type Answer, fakeApi, problem, settled } from './fake-api.ts'

const session = {
  user: { id: 'u1', name: 'Mira', email: 'mira@example.org' },
  role: 'analyst',
  rights: ['figures'],
  expiresAt: '2026-11-23T00:00:00Z',
  idleMinutes: 60,
}
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

function open(answer: Answer = () => ({ next: 'done', session })) {
  const sent = fakeApi(answer)
  const onDone = vi.fn(async () => {})
  const form = mount(SignInForm, { props: { onDone }, attachTo: document.body })
  const fill = async (fields: Record<string, string>): Promise<void> => {
    for (const [name, value] of Object.entries(fields))
      await form.get(`[data-testid=field-${name}]`).setValue(value)
    await form.trigger('submit')
    await settled()
  }
  return { sent, onDone, form, fill }
}
const focusedName = (): string | null => document.activeElement?.getAttribute('name') ?? null

describe('signing in', () => {
  test('sends user name and password with the header of mutations, then goes on', async () => {
    const { sent, onDone, fill } = open()

    await fill({ username: ' mira ', password: 'correct horse' })

    expect(sent[0]).toMatchObject({ path: '/api/session', method: 'POST' })
    expect(sent[0]?.body).toMatchObject({ step: 'signIn', password: 'correct horse' })
    expect(sent[0]?.headers.get('X-Requested-With')).toBe('perennial')
    expect(onDone).toHaveBeenCalledWith(session)
  })

  test('asks for what is missing at its field, focuses the first, and sends nothing', async () => {
    const { sent, form, fill } = open()

    await fill({ username: '', password: '' })

    expect(form.findAll('[data-testid=field-error]').map((error) => error.text())).toEqual([
      'Type your user name.',
      'Type your password.',
    ])
    expect(form.get('[data-testid=field-username]').attributes('aria-invalid')).toBe('true')
    expect(focusedName()).toBe('username')
    expect(sent).toEqual([])
  })

  test('says the same for an unknown user and a wrong password', async () => {
    const { form, fill } = open(() => problem(401))

    await fill({ username: 'mira', password: 'wrong' })

    expect(form.get('[role=alert]').text()).toBe('User name or password is not right.')
  })

  test('says how long to wait after too many attempts', async () => {
    const { form, fill } = open(() => problem(429, {}, { 'Retry-After': '42' }))

    await fill({ username: 'mira', password: 'wrong' })

    expect(form.get('[role=alert]').text()).toContain('42 seconds')
  })

  test('shows the request id of anything else', async () => {
    const { form, fill } = open(() => problem(503))

    await fill({ username: 'mira', password: 'x' })

    expect(form.get('[role=alert]').text()).toContain('req-1')
  })

  test('asks for the code when one is needed and sends it with its challenge', async () => {
    const { sent, onDone, fill } = open(({ body }) =>
      (body as { step: string }).step === 'signIn'
        ? { next: 'totp', challenge: 'c1' }
        : { next: 'done', session },
    )

    await fill({ username: 'mira', password: 'x' })
    await fill({ code: '123456' })

    expect(sent[1]?.body).toEqual({ step: 'totp', username: 'mira', code: '123456', challenge: 'c1' })
    expect(onDone).toHaveBeenCalledOnce()
  })

  test('shows the rule a new password breaks at its field', async () => {
    const issues = [{ path: 'newPassword', message: 'A password needs at least 15 characters.' }]
    const { form, fill } = open(({ body }) =>
      (body as { step: string }).step === 'signIn'
        ? { next: 'newPassword', challenge: 'c1' }
        : problem(400, { details: { issues } }),
    )

    await fill({ username: 'mira', password: 'temporary' })
    await fill({ newPassword: 'short' })

    expect(form.get('[data-testid=field-error]').text()).toBe('A password needs at least 15 characters.')
    expect(focusedName()).toBe('newPassword')
  })

  test('leads from a forgotten password through the mail back to signing in', async () => {
    const { sent, form, fill } = open(({ body }) => ({
      next: (body as { step: string }).step === 'forgot' ? 'checkMail' : 'signIn',
    }))

    await form.get('[data-testid=forgot]').trigger('click')
    await fill({ username: 'mira' })
    await fill({ code: '123456', newPassword: 'a long new password' })

    expect(sent.map(({ body }) => (body as { step: string }).step)).toEqual(['forgot', 'confirm'])
    expect(form.get('h1').text()).toBe('Sign in')
    expect(form.get('[role=status]').text()).toContain('The password is saved')
  })

  test('shows and hides the password', async () => {
    const { form } = open()
    const type = (): string | undefined => form.get('[data-testid=field-password]').attributes('type')

    await form.get('[data-testid=toggle-secret]').trigger('click')
    const shown = type()
    await form.get('[data-testid=toggle-secret]').trigger('click')

    expect([shown, type()]).toEqual(['text', 'password'])
  })
})
