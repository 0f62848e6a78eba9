/** Shipped rules about the catalogue and about what is loaded when. */
import type { Rule } from './rule.ts'
import { clientRules } from './shipped-clients.ts'
import { factRules } from './shipped-facts.ts'
import { simple, special } from './shipped.ts'

const isListed = { field: 'isPlaceholder', operator: 'equals', value: false } as const
const low = { base: 'low' } as const

const productRules = [
  simple('product-unknown', 'Every product that facts name is in the catalogue.', {
    dimension: 'integrity',
    subject: 'product',
    field: 'productId',
    severity: { base: 'medium' },
    failsWhen: [{ field: 'isPlaceholder', operator: 'equals', value: true }],
  }),
  simple('product-name-missing', 'Every product has a name.', {
    dimension: 'completeness',
    subject: 'product',
    field: 'name',
    severity: low,
    filter: [isListed],
    failsWhen: [{ field: 'name', operator: 'is-blank' }],
  }),
  simple('product-family-missing', 'Every product has a family.', {
    dimension: 'completeness',
    subject: 'product',
    field: 'family',
    severity: low,
    filter: [isListed],
    failsWhen: [{ field: 'family', operator: 'is-blank' }],
  }),
  simple('product-margin-missing', 'The margin or the cost of every product is known.', {
    dimension: 'completeness',
    subject: 'product',
    field: 'marginRate',
    severity: { base: 'medium' },
    filter: [isListed],
    failsWhen: [
      { field: 'marginRate', operator: 'is-blank' },
      { field: 'unitCost', operator: 'is-blank' },
    ],
  }),
  simple('product-launched-in-future', 'No product is launched after today.', {
    dimension: 'validity',
    subject: 'product',
    field: 'launchedOn',
    severity: low,
    failsWhen: [{ field: 'launchedOn', operator: 'above', other: 'today' }],
  }),
]

const loadRules = [
  special('load-rows-rejected', 'Every row of a file can be stored.', {
    dimension: 'validity',
    area: 'loads',
    field: 'row',
    severity: {
      base: 'medium',
      raised: [
        { fromShare: 0.01, to: 'high' },
        { fromShare: 0.2, to: 'critical' },
      ],
    },
    name: 'rows-rejected',
  }),
  special('load-volume', 'A file has about as many rows as the files of its kind before.', {
    dimension: 'integrity',
    area: 'loads',
    field: 'rows',
    severity: { base: 'high' },
    name: 'load-volume',
  }),
  special('load-late', 'Files of a kind come as often as they used to.', {
    dimension: 'timeliness',
    area: 'loads',
    field: 'createdAt',
    severity: { base: 'high' },
    name: 'load-late',
  }),
  special('spend-gap', 'Acquisition spend is known for every month between the first and the last.', {
    dimension: 'completeness',
    area: 'loads',
    field: 'spend',
    severity: { base: 'medium' },
    name: 'spend-unbroken',
  }),
  special('run-reconciled', 'Live sums equal their recount.', {
    dimension: 'integrity',
    area: 'loads',
    field: 'reconciliation',
    severity: { base: 'critical' },
    name: 'run-reconciled',
  }),
  special('run-late', 'Figures are not older than two days.', {
    dimension: 'timeliness',
    area: 'loads',
    field: 'finishedAt',
    severity: { base: 'high' },
    name: 'run-late',
  }),
]

/** Every rule that comes with the product. */
export const shippedRules: readonly Rule[] = [...clientRules, ...factRules, ...productRules, ...loadRules]
