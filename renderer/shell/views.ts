import { Activity, House, MonitorSmartphone, Settings, ShieldCheck, Unplug, type LucideIcon } from 'lucide-react'
import type { ViewName } from '../../src/contract/requests'

/**
 * The views in the order of the sidebar, which is the order of their keys too (Ctrl/Cmd+1…6). Written out here because
 * importing the contract's own list would bring its whole argument checker into the window.
 */
export const VIEWS = [
  { name: 'overview', icon: House },
  { name: 'activity', icon: Activity },
  { name: 'access', icon: ShieldCheck },
  { name: 'clients', icon: MonitorSmartphone },
  { name: 'connections', icon: Unplug },
  { name: 'settings', icon: Settings },
] as const satisfies readonly { readonly name: ViewName; readonly icon: LucideIcon }[]
