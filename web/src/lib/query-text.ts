import type { LocationQuery, LocationQueryValue } from 'vue-router'

/** One value of the URL's query, or undefined. */
export function one(query: LocationQuery, name: string): string | undefined {
  const value: LocationQueryValue | LocationQueryValue[] | undefined = query[name]
  const first = Array.isArray(value) ? value[0] : value
  return first ?? undefined
}

/** The value if it is on the list, else the fallback. */
export function listed<const T extends string, F>(
  value: string | undefined,
  list: readonly T[],
  fallback: F,
): T | F {
  return list.find((item) => item === value) ?? fallback
}
