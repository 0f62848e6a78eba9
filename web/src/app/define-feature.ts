import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Right } from '#shared/access/rights'
import { type SectionName, sections } from '#shared/sections'

declare module 'vue-router' {
  interface RouteMeta {
    /** Title of the document. */
    title: string
    /** Reachable without a session. */
    isPublic?: boolean
    /** Entry of the navigation that is current on this page. */
    section?: SectionName | 'landing'
  }
}

/** An entry of the navigation. */
export interface NavEntry {
  readonly title: string
  readonly path: string
  readonly icon: Component
  readonly section: SectionName | 'landing'
  readonly right?: Right
}

/** A feature: the pages of one section and where it shows. */
export interface Feature {
  readonly section: SectionName | 'landing'
  readonly routes: readonly RouteRecordRaw[]
  readonly nav?: NavEntry
}

interface FeatureSource {
  readonly section: SectionName | 'landing'
  readonly routes: readonly RouteRecordRaw[]
  /** `title` and `path` are only given where `shared/sections.ts` has none. */
  readonly nav?: {
    readonly icon: Component
    readonly title?: string
    readonly path?: string
    readonly right?: Right
  }
}

/** A feature, its navigation filled from `shared/sections.ts`. */
export function defineFeature({ section, routes, nav }: FeatureSource): Feature {
  const known = sections.find(({ name }) => name === section)
  const path = nav?.path ?? (known && 'page' in known ? known.page : undefined)
  if (!nav || !path) return { section, routes }
  return { section, routes, nav: { title: known?.title ?? section, section, ...nav, path } }
}
