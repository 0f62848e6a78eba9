import { useRouter } from 'vue-router'
import { useNavigation } from '../../app/features.ts'
import type { Card } from './landing-cards.ts'

/** Keeps the cards whose section is there for whoever is signed in, and of their points those with a page. */
export function useReachable() {
  const router = useRouter()
  const navigation = useNavigation()
  const isThere = (path: string): boolean => router.resolve(path).name !== 'not-found'
  return {
    reachable: (cards: readonly Card[]): Card[] =>
      cards
        .filter(({ section }) => navigation.value.some((entry) => entry.section === section))
        .map((card) => ({ ...card, points: card.points.filter(({ path }) => isThere(path)) })),
  }
}
