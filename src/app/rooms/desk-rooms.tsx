/** Plan and Watch on a desk. They share one site in the centre, so that going from one to the other builds nothing again. */
import { lazy, Suspense } from 'react'
import type { StudyFigures } from '../state/figures.ts'
import { isColoured, useView, type View } from '../state/view.ts'
import { RoomCharts, RoomText } from './panels-of-rooms.tsx'
import { PlanSides } from './plan-sides.tsx'
import { Centre, Pane, type WidthRule } from './room-parts.tsx'
import { ScheduleDrawer } from './schedule-drawer.tsx'

const AuditPanel = lazy(() => import('../panels/audit-panel.tsx'))
const PlacePanel = lazy(() => import('../panels/place-panel.tsx'))

const TEXT_WIDTH: WidthRule = { share: 0.208, least: 280, most: 440, min: 240, max: 720 }

type Side = 'charts' | 'audit' | 'place'

/** What stands beside the site: the room's own, unless the site shows something that has a panel of its own. */
const SIDES: Readonly<Record<Side, { readonly label: string; readonly rule: WidthRule; readonly content?: React.ReactNode }>> = {
  charts: { label: 'Charts', rule: { share: 0.29, least: 320, most: 600, min: 280, max: 760 } },
  audit: { label: 'Audit', rule: { share: 0.21, least: 300, most: 460, min: 280, max: 760 }, content: <AuditPanel /> },
  place: { label: 'Room for racks', rule: { share: 0.26, least: 320, most: 480, min: 300, max: 760 }, content: <PlacePanel /> },
}

function sideOf({ siteView, layer }: View): Side {
  if (siteView === 'line') return 'audit'
  return layer === 'room' && isColoured(siteView) ? 'place' : 'charts'
}

interface Props {
  readonly figures: StudyFigures | null
  /** Another room is in front; the site waits as it is. */
  readonly isHidden: boolean
}

export function DeskRooms({ figures, isHidden }: Props): React.ReactNode {
  const isPlan = useView(view => view.room !== 'watch')
  const isTextOpen = useView(view => view.isTextOpen)
  const side = useView(sideOf)
  const { label, rule, content } = SIDES[side]
  const own = isPlan ? <PlanSides figures={figures} /> : <RoomCharts figures={figures} part="all" />
  return (
    <div className={`desk ${isPlan ? 'plan-room' : 'watch-room'}`} hidden={isHidden}>
      {isPlan && isTextOpen ? (
        <Pane label="Text" rule={TEXT_WIDTH} side="left">
          <RoomText />
        </Pane>
      ) : null}
      <Centre>{isPlan && !isHidden ? <ScheduleDrawer /> : null}</Centre>
      <Pane key={side} label={label} rule={rule} side="right" className={side === 'charts' && !isPlan ? 'charts-pane' : ''}>
        {isHidden ? null : content === undefined ? own : <Suspense fallback={<p className="empty">Loading…</p>}>{content}</Suspense>}
      </Pane>
    </div>
  )
}
