import { computed, shallowRef } from 'vue'
import { clientColumns, type ClientColumnName } from './client-columns.ts'

const KEY = 'client-columns'
const usual = clientColumns.filter(({ isExtra }) => !isExtra).map(({ name }) => name)

function remembered(): ClientColumnName[] {
  try {
    const names = JSON.parse(localStorage.getItem(KEY) ?? 'null') as unknown
    if (!Array.isArray(names)) return [...usual]
    return clientColumns.map(({ name }) => name).filter((name) => name === 'client' || names.includes(name))
  } catch {
    return [...usual]
  }
}

/** The columns a person wants to see, remembered in this browser. */
export function useColumns() {
  const shown = shallowRef(remembered())
  const columns = computed(() => clientColumns.filter(({ name }) => shown.value.includes(name)))
  function keep(names: readonly ClientColumnName[]): void {
    shown.value = [...names]
    localStorage.setItem(KEY, JSON.stringify(names))
  }
  return {
    columns,
    isShown: (name: ClientColumnName): boolean => shown.value.includes(name),
    toggle: (name: ClientColumnName): void =>
      keep(shown.value.includes(name) ? shown.value.filter((one) => one !== name) : [...shown.value, name]),
    reset: (): void => keep(usual),
  }
}
