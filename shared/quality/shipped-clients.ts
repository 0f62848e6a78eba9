/** Shipped rules about clients. */
import { simple, special } from './shipped.ts'

const isKnown = { field: 'isPlaceholder', operator: 'equals', value: false } as const
const rare = { base: 'medium', raised: [{ fromShare: 0.05, to: 'high' }] } as const
const gap = { base: 'low', raised: [{ fromShare: 0.5, to: 'medium' }] } as const

/** Rules about clients. */
export const clientRules = [
  simple('client-name-missing', 'Every client has a name.', {
    dimension: 'completeness',
    subject: 'client',
    field: 'name',
    severity: rare,
    filter: [isKnown],
    failsWhen: [{ field: 'name', operator: 'is-blank' }],
  }),
  ...(
    [
      ['email', 'Every client has an e-mail address.'],
      ['phone', 'Every client has a phone number.'],
      ['region', 'Every client has a region.'],
      ['birthDate', 'Every client has a birth date.'],
      ['channel', 'Every client has the channel it came through.'],
    ] as const
  ).map(([field, sentence]) =>
    simple(`client-${field.toLowerCase()}-missing`, sentence, {
      dimension: 'completeness',
      subject: 'client',
      field,
      severity: gap,
      filter: [isKnown],
      failsWhen: [{ field, operator: 'is-blank' }],
      isOff: field === 'region' || field === 'birthDate' || field === 'email',
    }),
  ),
  simple('client-joined-missing', 'Every client has the day it joined.', {
    dimension: 'completeness',
    subject: 'client',
    field: 'joinedOn',
    severity: rare,
    filter: [isKnown, { field: 'status', operator: 'differs', value: 'prospect' }],
    failsWhen: [{ field: 'joinedOn', operator: 'is-blank' }],
  }),
  simple('client-email-invalid', 'E-mail addresses have the form of one.', {
    dimension: 'validity',
    subject: 'client',
    field: 'email',
    severity: rare,
    failsWhen: [{ field: 'email', operator: 'is-no-email' }],
  }),
  special('client-email-misspelled', 'E-mail addresses end with a domain that exists.', {
    dimension: 'validity',
    area: 'clients',
    field: 'email',
    severity: rare,
    name: 'email-domain',
  }),
  special('client-birth-implausible', 'Birth dates are those of a living person, not placeholders.', {
    dimension: 'validity',
    area: 'clients',
    field: 'birthDate',
    severity: rare,
    name: 'birth-plausible',
  }),
  simple('client-joined-in-future', 'Nobody joined after today.', {
    dimension: 'validity',
    subject: 'client',
    field: 'joinedOn',
    severity: { base: 'high' },
    failsWhen: [{ field: 'joinedOn', operator: 'above', other: 'today' }],
  }),
  simple('client-born-after-joining', 'Clients were born before they joined.', {
    dimension: 'consistency',
    subject: 'client',
    field: 'birthDate',
    severity: rare,
    failsWhen: [{ field: 'birthDate', operator: 'above', other: 'joinedOn' }],
  }),
  simple('client-closed-before-joining', 'Nobody closed before joining.', {
    dimension: 'consistency',
    subject: 'client',
    field: 'closedOn',
    severity: { base: 'high' },
    failsWhen: [{ field: 'closedOn', operator: 'below', other: 'joinedOn' }],
  }),
  simple('client-closed-without-day', 'Closed clients have the day of closing.', {
    dimension: 'consistency',
    subject: 'client',
    field: 'closedOn',
    severity: { base: 'high' },
    filter: [{ field: 'status', operator: 'equals', value: 'closed' }],
    failsWhen: [{ field: 'closedOn', operator: 'is-blank' }],
  }),
  simple('client-closing-day-without-status', 'Clients with a past day of closing are declared closed.', {
    dimension: 'consistency',
    subject: 'client',
    field: 'status',
    severity: rare,
    filter: [
      { field: 'closedOn', operator: 'at-most', other: 'today' },
      { field: 'status', operator: 'is-filled' },
    ],
    failsWhen: [{ field: 'status', operator: 'differs', value: 'closed' }],
  }),
  simple('client-prospect-with-revenue', 'Prospects have not bought anything.', {
    dimension: 'consistency',
    subject: 'client',
    field: 'status',
    severity: rare,
    filter: [{ field: 'status', operator: 'equals', value: 'prospect' }],
    failsWhen: [{ field: 'revenue', operator: 'above', value: 0 }],
  }),
  special('client-channel-misspelled', 'Channels are spelled one way.', {
    dimension: 'consistency',
    area: 'clients',
    field: 'channel',
    severity: rare,
    name: 'channel-spelling',
  }),
  special('client-email-duplicate', 'No two clients have the same e-mail address.', {
    dimension: 'uniqueness',
    area: 'clients',
    field: 'email',
    severity: { base: 'medium', raised: [{ fromShare: 0.02, to: 'high' }] },
    name: 'email-unique',
  }),
  special('client-person-duplicate', 'No two clients have the same name and birth date.', {
    dimension: 'uniqueness',
    area: 'clients',
    field: 'name',
    severity: { base: 'high' },
    name: 'person-unique',
  }),
  special('client-name-near', 'No two clients born on one day have nearly the same name.', {
    dimension: 'uniqueness',
    area: 'clients',
    field: 'name',
    severity: { base: 'medium' },
    name: 'name-near',
  }),
  special('client-channels-drift', 'New clients come through the channels they used to come through.', {
    dimension: 'integrity',
    area: 'clients',
    field: 'channel',
    severity: { base: 'medium' },
    name: 'channels-drift',
  }),
]
