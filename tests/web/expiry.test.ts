import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { endingOf, isNear, leftText } from '../../web/src/app/expiry.ts'
import ExpiryNotice from '../../web/src/app/ExpiryNotice.vue'
import { beginSession } from '../../web/src/app/session.ts'
import { lastAnswerAt, whenSessionEnds } from '../../web/src/api/request.ts'
import { fakeApi, problem, settled } from './fake-api.ts'

const noon = Date.parse('2026-03-01T12:00:00Z')
const minutes = (count: number) => count * 60_000
const session = {
  user: { id: 'u1', name: 'Mira', email: 'mira@example.org' },
  role: 'analyst' as const,
  rights: ['figures' as const],
  expiresAt: '2026-03-02T08:00:00Z',
  idleMinutes: 120,
}

describe('the end of a session', () => {
  test('is told on the safe side: the server writes a use down only every five minutes', () => {
    expect(endingOf(session, noon)).toEqual({ at: noon + minutes(115), kind: 'idle' })
  })

  test('is the end of its day where that comes first', () => {
    const ending = endingOf({ ...session, expiresAt: '2026-03-01T13:00:00Z' }, noon)

    expect(ending).toEqual({ at: noon + minutes(60), kind: 'day' })
    expect([isNear(ending, noon + minutes(54)), isNear(ending, noon + minutes(55))]).toEqual([false, true])
    expect(leftText(ending, noon + minutes(56) - 7_000)).toBe('4:07')
  })
})

describe('the warning', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: noon, toFake: ['setInterval', 'clearInterval', 'Date'] })
    beginSession(session)
    lastAnswerAt.value = noon
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const after = async (count: number) => {
    vi.setSystemTime(noon + minutes(count))
    vi.advanceTimersByTime(1_000)
    await nextTick()
  }

  test('comes five minutes before, and staying on takes it away', async () => {
    const sent = fakeApi(() => session)
    const notice = mount(ExpiryNotice)
    await after(109)
    expect(notice.find('[data-testid=expiry]').exists()).toBe(false)
    await after(111)
    expect(notice.get('[data-testid=expiry]').text()).toContain('You will be signed out soon')

    await notice.get('[data-testid=stay]').trigger('click')
    await settled()

    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/session'])
    expect(notice.find('[data-testid=expiry]').exists()).toBe(false)
    notice.unmount()
  })

  test('leads to the sign-in when the session is over after all', async () => {
    fakeApi(() => problem(401))
    const ended = vi.fn()
    whenSessionEnds(ended)
    const notice = mount(ExpiryNotice)
    await after(112)

    await notice.get('[data-testid=stay]').trigger('click')
    await settled()

    expect(ended).toHaveBeenCalledOnce()
    notice.unmount()
  })
})
