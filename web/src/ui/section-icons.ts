import { ChartLine, House, Settings, Upload, UsersRound, Workflow } from '@lucide/vue'

/** The icon of each section that has a page. */
export const sectionIcons = {
  landing: House,
  dashboard: ChartLine,
  clients: UsersRound,
  imports: Upload,
  runs: Workflow,
  settings: Settings,
} as const
