import * as v from 'valibot'

/** When a kind of retention action is worth proposing. */
export const playReasons = ['always', 'complaint', 'failed-payment', 'account'] as const

/** A kind of retention action, as people call it a play. */
export const Play = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,31}$/, 'Lower-case letters, digits and hyphens.')),
  title: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(60)),
  about: v.pipe(v.string(), v.trim(), v.maxLength(200)),
  /** What doing it once costs, in minor units. */
  costCents: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_00)),
  /** Share of the CLV at risk it is assumed to keep while nothing was measured yet. */
  assumedEffect: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** `always`, or only for clients with an account, or after an event of the last 180 days. */
  when: v.picklist(playReasons),
})
/** A kind of retention action. */
export type Play = v.InferOutput<typeof Play>

/** The part `actions` of the settings: the catalogue of retention actions. */
export const ActionSettings = v.strictObject({
  plays: v.pipe(
    v.array(Play),
    v.minLength(1),
    v.maxLength(20),
    v.check(
      (plays) => new Set(plays.map(({ id }) => id)).size === plays.length,
      'Every action needs an id of its own.',
    ),
  ),
})
/** The part `actions` of the settings. */
export type ActionSettings = v.InferOutput<typeof ActionSettings>

/** The catalogue a house starts with. The effects are assumptions, and the page says so until outcomes are there. */
export const shippedActions: ActionSettings = {
  plays: [
    {
      id: 'personal-call',
      title: 'Personal call',
      about: 'Somebody who knows the client calls and asks how things are going.',
      costCents: 12_00,
      assumedEffect: 0.1,
      when: 'always',
    },
    {
      id: 'offer',
      title: 'Retention offer',
      about: 'A discount or better conditions for staying.',
      costCents: 40_00,
      assumedEffect: 0.15,
      when: 'always',
    },
    {
      id: 'message',
      title: 'Personal message',
      about: 'A short message about something the client has or used to buy.',
      costCents: 1_00,
      assumedEffect: 0.02,
      when: 'always',
    },
    {
      id: 'review',
      title: 'Account review',
      about: 'Go through fees and products together and drop what is not needed.',
      costCents: 25_00,
      assumedEffect: 0.12,
      when: 'account',
    },
    {
      id: 'apology',
      title: 'Call after a complaint',
      about: 'Say what went wrong and what was done about it.',
      costCents: 15_00,
      assumedEffect: 0.2,
      when: 'complaint',
    },
    {
      id: 'payment-help',
      title: 'Help with a failed payment',
      about: 'Agree on another way or day of paying.',
      costCents: 8_00,
      assumedEffect: 0.15,
      when: 'failed-payment',
    },
  ],
}
