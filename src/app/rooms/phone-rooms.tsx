/** The rooms on a phone: one thing after the other, chosen at the bottom. */
import { Tabs } from 'radix-ui'
import type { StudyFigures } from '../state/figures.ts'
import { type PhoneTab, useView } from '../state/view.ts'
import { DecideRoom } from './decide-room.tsx'
import { RoomCharts, RoomText } from './panels-of-rooms.tsx'
import { Centre } from './room-parts.tsx'

const DECIDE = 'decide'
const TABS: readonly { readonly id: PhoneTab | typeof DECIDE; readonly label: string }[] = [
  { id: 'site', label: 'Site' },
  { id: 'ledger', label: 'Ledger' },
  { id: 'charts', label: 'Charts' },
  { id: DECIDE, label: 'Decide' },
  { id: 'text', label: 'Text' },
]

/** The text belongs to the Plan room, deciding has its own, the rest is watching. */
function take(id: string): void {
  const found = TABS.find(candidate => candidate.id === id)
  if (found === undefined) return
  if (found.id === DECIDE) useView.setState({ room: 'decide' })
  else useView.setState({ phoneTab: found.id, room: found.id === 'text' ? 'plan' : 'watch' })
}

export function PhoneRooms({ figures }: { readonly figures: StudyFigures | null }): React.ReactNode {
  const tab = useView(view => (view.room === 'decide' ? DECIDE : view.phoneTab))
  return (
    <Tabs.Root className="phone" value={tab} onValueChange={take}>
      <Tabs.Content value="site" className="phone-page">
        <Centre />
      </Tabs.Content>
      <Tabs.Content value="ledger" className="phone-page scrolls">
        <RoomCharts figures={figures} part="ledger" />
      </Tabs.Content>
      <Tabs.Content value="charts" className="phone-page scrolls">
        <RoomCharts figures={figures} part="time" />
      </Tabs.Content>
      <Tabs.Content value={DECIDE} className="phone-page scrolls">
        <DecideRoom />
      </Tabs.Content>
      <Tabs.Content value="text" className="phone-page">
        <RoomText />
      </Tabs.Content>
      <Tabs.List className="phone-tabs" aria-label="Parts of the page">
        {TABS.map(({ id, label }) => (
          <Tabs.Trigger key={id} value={id}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </Tabs.Root>
  )
}
