import { computed } from 'vue'
import { sections } from '#shared/sections'
import { account } from '../features/account/feature.ts'
import { audit } from '../features/audit/feature.ts'
import { clients } from '../features/clients/feature.ts'
import { dashboard } from '../features/dashboard/feature.ts'
import { imports } from '../features/imports/feature.ts'
import { landing } from '../features/landing/feature.ts'
import { reports } from '../features/reports/feature.ts'
import { products } from '../features/products/feature.ts'
import { quality } from '../features/quality/feature.ts'
import { runs } from '../features/runs/feature.ts'
import { session } from '../features/session/feature.ts'
import { settings } from '../features/settings/feature.ts'
import { users } from '../features/users/feature.ts'
import type { Feature, NavEntry } from './define-feature.ts'
import { useSession } from './session.ts'

/** Every feature of the product. */
export const features: readonly Feature[] = [
  session,
  landing,
  dashboard,
  clients,
  products,
  reports,
  quality,
  imports,
  runs,
  settings,
  users,
  audit,
  account,
]

const order = ['landing', ...sections.map(({ name }) => name)]

const navigation: readonly NavEntry[] = features
  .flatMap(({ nav }) => nav ?? [])
  .toSorted((a, b) => order.indexOf(a.section) - order.indexOf(b.section))

/** The navigation in the order of `shared/sections.ts`, without what the signed-in user may not see. */
export function useNavigation() {
  const { can } = useSession()
  return computed(() => navigation.filter(({ right }) => !right || can(right)))
}
