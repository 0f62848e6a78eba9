import { ChartLine, House, Upload, UsersRound, Workflow } from '@lucide/vue'

/** The icon of each section that has a page. */
export const sectionIcons = {
  landing: House,
  dashboard: ChartLine,
  clients: UsersRound,
  imports: Upload,
  runs: Workflow,
} as const
