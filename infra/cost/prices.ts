/** Prices in US dollars, us-east-1, as published in August 2026; other regions differ by a few per cent. */
export const prices = {
  readPerMillion: 0.125,
  writePerMillion: 0.625,
  tablePerGigabyte: 0.25,
  pointInTimeRecoveryPerGigabyte: 0.2,
  invocationPerMillion: 0.2,
  armPerGigabyteSecond: 0.0000133334,
  apiCallPerMillion: 1,
  transitionPerThousand: 0.025,
  logPerGigabyte: 0.5,
  alarm: 0.1,
  dashboard: 3,
  secret: 0.4,
  filePerGigabyte: 0.023,
  firewall: 5,
  firewallRule: 1,
  scheduledStartPerMillion: 1,
} as const

/** What AWS gives every account each month before it charges. */
export const free = { alarms: 10, dashboards: 3, transitions: 4_000 } as const
