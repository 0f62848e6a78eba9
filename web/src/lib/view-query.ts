import type { LocationQuery, LocationQueryRaw } from 'vue-router'

// Where a list stood is no part of what it shows.
const places = ['cursor', 'from', 'page']

/** The query of a page as it is kept: in one order, without where its list stood. */
export function viewQuery(query: LocationQuery): string {
  const text = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (places.includes(name)) continue
    for (const one of [value].flat()) text.append(name, one ?? '')
  }
  text.sort()
  return text.toString()
}

/** A kept query as the router takes it. */
export function queryOf(text: string): LocationQueryRaw {
  const all = new URLSearchParams(text)
  return Object.fromEntries([...new Set(all.keys())].map((name) => [name, all.getAll(name)]))
}
