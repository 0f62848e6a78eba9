import { describe, expect, test } from 'vitest'
import { csv } from '../../web/src/lib/csv.ts'
import { actionTitle, auditRows } from '../../web/src/features/audit/audit-words.ts'
import { parseAudit } from '../../web/src/features/audit/use-audit.ts'
import { qrPath } from '../../web/src/lib/qr.ts'

const entry = {
  day: '2026-03-01',
  shard: 0,
  seq: 1,
  at: '2026-03-01T10:00:00.000Z',
  action: 'client.edited',
  outcome: 'done' as const,
  actor: null,
  subject: { kind: 'client', id: '=HYPERLINK("x")' },
  details: { fields: ['name', 'email'], count: 2 },
  requestId: 'r1',
  prev: 'genesis',
  hash: 'h',
}

describe('the audit page', () => {
  test('says an action in words', () => {
    expect(actionTitle('session.others-closed')).toBe('Session others closed')
  })

  test('keeps its filters in the URL and drops what it does not know', () => {
    expect(parseAudit({ from: '2026-03-01', action: 'client', other: 'x', actor: '' })).toEqual({
      from: '2026-03-01',
      action: 'client',
    })
  })

  test('saves a file that no spreadsheet runs', () => {
    const { header, rows } = auditRows([entry])

    expect(csv(header, rows)).toContain(`"'=HYPERLINK(""x"")"`)
    expect(rows[0]).toContain('fields: name, email · count: 2')
  })
})

describe('a QR code', () => {
  test('is one path of unit squares in a square', () => {
    const { path, side } = qrPath('otpauth://totp/Perennial?secret=JBSWY3DPEHPK3PXP')

    expect(side).toBeGreaterThan(25)
    expect(path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/)
  })
})
