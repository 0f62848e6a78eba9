import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { defineComponent, h, nextTick, reactive } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { forgetDrafts } from '../../web/src/app/drafts.ts'
import { beginSession } from '../../web/src/app/session.ts'
import { useDraft } from '../../web/src/app/use-draft.ts'

const sessionOf = (id: string) => ({
  user: { id, name: '', email: '' },
  role: 'admin' as const,
  rights: [],
  expiresAt: '2026-03-02T08:00:00Z',
  idleMinutes: 120,
})
afterEach(() => sessionStorage.clear())

/** A form on a page, as somebody opens it. */
async function open(userId = 'u1', path = '/users') {
  beginSession(sessionOf(userId))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:page', component: { render: () => null } }],
  })
  await router.push(path)
  const typed = reactive({ email: '', note: '', newPassword: '', code: '' })
  let draft: ReturnType<typeof useDraft> | undefined
  const form = mount(
    defineComponent({
      setup() {
        draft = useDraft('invite', typed)
        return () => h('form')
      },
    }),
    { global: { plugins: [router] } },
  )
  return { typed, draft: draft!, form }
}

describe('what is typed into a form', () => {
  test('is there again after the session ended in between', async () => {
    const before = await open()
    before.typed.email = 'new@example.com'
    await nextTick()
    before.form.unmount()

    const after = await open()

    expect(after.typed.email).toBe('new@example.com')
    expect(after.draft.isRestored).toBe(true)
  })

  test('is never kept where it is a secret', async () => {
    const { typed } = await open()
    Object.assign(typed, { email: 'a', newPassword: 'very secret indeed', code: '123456' })
    await nextTick()

    expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/very secret|123456/)
  })

  test('is for whoever typed it and for that page only', async () => {
    const { typed } = await open('u1', '/users')
    typed.note = 'mine'
    await nextTick()

    expect((await open('u2', '/users')).typed.note).toBe('')
    expect((await open('u1', '/other')).typed.note).toBe('')
  })

  test('is forgotten once it was saved, and when somebody signs out', async () => {
    const { typed, draft } = await open()
    typed.note = 'saved'
    await nextTick()
    draft.clear()
    expect((await open()).typed.note).toBe('')

    const again = await open()
    again.typed.note = 'left behind'
    await nextTick()
    forgetDrafts()
    expect((await open()).typed.note).toBe('')
  })
})
