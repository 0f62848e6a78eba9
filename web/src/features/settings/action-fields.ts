import { type ActionSettings, playReasons } from '#shared/client/action-settings'
import type { SettingField } from './fields.ts'

const reasonTitles: Record<(typeof playReasons)[number], string> = {
  always: 'Any client',
  complaint: 'After a complaint',
  'failed-payment': 'After a failed payment',
  account: 'Clients with an account',
}

/** What may be chosen about each action of the catalogue. */
export function actionFields({ plays }: ActionSettings): readonly SettingField[] {
  return plays.flatMap(({ title }, index): SettingField[] => [
    {
      path: `plays.${index}.costCents`,
      label: `${title}: cost`,
      help: 'What doing it once costs.',
      kind: 'money',
    },
    {
      path: `plays.${index}.assumedEffect`,
      label: `${title}: assumed effect`,
      help: 'Share of the CLV at risk it is assumed to keep, until outcomes are measured.',
      kind: 'percent',
    },
    {
      path: `plays.${index}.when`,
      label: `${title}: proposed for`,
      help: 'Events count for 180 days.',
      kind: 'choice',
      options: playReasons.map((value) => ({ value, title: reasonTitles[value] })),
    },
  ])
}
