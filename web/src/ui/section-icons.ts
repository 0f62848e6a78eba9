import {
  ChartLine,
  FileText,
  House,
  Package,
  ScrollText,
  Settings,
  ShieldCheck,
  Upload,
  UserCog,
  UsersRound,
  Workflow,
} from '@lucide/vue'

/** The icon of each section that has a page. */
export const sectionIcons = {
  landing: House,
  dashboard: ChartLine,
  clients: UsersRound,
  products: Package,
  reports: FileText,
  quality: ShieldCheck,
  imports: Upload,
  runs: Workflow,
  settings: Settings,
  users: UserCog,
  audit: ScrollText,
} as const
