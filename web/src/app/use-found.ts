import { useQuery } from '@tanstack/vue-query'
import { refDebounced } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { clientsQuery } from '../api/clients.ts'
import { landingQuery } from '../api/landing.ts'
import { productsQuery } from '../api/products.ts'
import { moneyShort } from '../lib/format.ts'
import { useNavigation } from './features.ts'

const FOUND_CLIENTS = 6
const FOUND_PRODUCTS = 4
const FEWEST_LETTERS = 2

/** Pages, clients and products that fit a text. */
export function useFound(text: Ref<string>) {
  const wanted = computed(() => text.value.trim())
  const asked = refDebounced(wanted, 250)
  const isLongEnough = computed(
    () => asked.value.length >= FEWEST_LETTERS && wanted.value.length >= FEWEST_LETTERS,
  )
  const found = useQuery(
    computed(() => ({
      ...clientsQuery({ q: asked.value, sort: 'value', order: 'desc', limit: FOUND_CLIENTS }),
      enabled: isLongEnough.value,
    })),
  )
  const foundProducts = useQuery(
    computed(() => ({
      ...productsQuery({ q: asked.value, limit: FOUND_PRODUCTS }),
      enabled: isLongEnough.value,
    })),
  )
  const { data: landing } = useQuery(landingQuery())

  const navigation = useNavigation()
  const pages = computed(() =>
    navigation.value.filter(({ title }) => title.toLowerCase().includes(wanted.value.toLowerCase())),
  )
  const clients = computed(() =>
    (isLongEnough.value ? (found.data.value?.items ?? []) : []).map(({ id, name, totalCents }) => ({
      id,
      name,
      worth: totalCents === null || !landing.value ? '' : moneyShort(totalCents, landing.value.currency),
    })),
  )
  const products = computed(() => (isLongEnough.value ? (foundProducts.data.value?.items ?? []) : []))
  return { pages, clients, products, isSearching: found.isFetching }
}
