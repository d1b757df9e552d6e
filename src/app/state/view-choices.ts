/** What the site can be coloured by and shown as, in the order of their menus. */
import type { LayerId, SiteView } from './view.ts'

export const LAYERS: readonly { readonly id: LayerId; readonly label: string }[] = [
  { id: 'state', label: 'State' },
  { id: 'power', label: 'Power' },
  { id: 'normal', label: 'Load, normal' },
  { id: 'failover', label: 'Load, failover' },
  { id: 'temperature', label: 'Temperature' },
  { id: 'cooling', label: 'Cooling' },
  { id: 'network', label: 'Network load' },
  { id: 'job', label: 'Jobs' },
  { id: 'faults', label: 'Faults' },
  { id: 'age', label: 'Age' },
  { id: 'zones', label: 'Fire zones' },
  { id: 'security', label: 'Security zones' },
  { id: 'stranded', label: 'Stranded resource' },
  { id: 'room', label: 'Room for racks' },
]

export const SITE_VIEWS: readonly { readonly id: SiteView; readonly label: string }[] = [
  { id: 'scene', label: '3D' },
  { id: 'plan', label: 'From above' },
  { id: 'line', label: 'One-line' },
  { id: 'cooling', label: 'Cooling' },
  { id: 'network', label: 'Network' },
  { id: 'schedule', label: 'Schedule' },
  { id: 'events', label: 'Events' },
  { id: 'jobs', label: 'Jobs' },
  { id: 'racks', label: 'Racks' },
  { id: 'efficiency', label: 'Efficiency' },
  { id: 'accounts', label: 'Accounts' },
  { id: 'series', label: 'Series' },
  { id: 'table', label: 'Table' },
]
