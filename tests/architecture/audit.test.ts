import { describe, expect, test } from 'vitest'
import { auditedRoutes } from '#functions/http/audit-mark'
import { sectionApps } from '#functions/system/section-apps'
import { systemRoutes } from '#functions/system/system.routes'
import { httpSurroundings } from '../functions/http/greetings.ts'

const http = httpSurroundings()
const apps = sectionApps(http)
const routes = [...apps, systemRoutes({ http, apps })].flatMap((app) => auditedRoutes(app))

describe('every route that changes something', () => {
  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s says what the audit trail calls it: describe({ audit: … })',
    (_, { actions }) => {
      expect(actions).toHaveLength(1)
      expect(actions[0]).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
    },
  )

  test('is known here', () => {
    expect(routes.length).toBeGreaterThan(5)
  })
})
