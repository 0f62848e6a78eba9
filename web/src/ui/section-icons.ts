import { ChartLine, FileText, House, Settings, Upload, UsersRound, Workflow } from '@lucide/vue'

/** The icon of each section that has a page. */
export const sectionIcons = {
  landing: House,
  dashboard: ChartLine,
  clients: UsersRound,
  reports: FileText,
  imports: Upload,
  runs: Workflow,
  settings: Settings,
} as const
