/** Everything that happened, with search and kinds; a press goes to the time and selects what it happened to. */
import { useEffect, useMemo, useRef, useState } from 'react'
import '../styles/events.css'
import { formatDay, formatDuration, formatNumber } from '../format.ts'
import { thingOf } from '../site/selection.ts'
import { siteNow, useSiteNow } from '../site/site-now.ts'
import { clock } from '../state/clock.ts'
import { goToEvent, searchEvents, showAllGroups, toggleGroup, useEvents, watchEvents } from '../state/event-list.ts'
import { countsOf, EVENT_GROUPS, firstAfter, type Happening } from '../state/happenings.ts'
import { momentWords } from '../state/time-map.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { VirtualRows } from '../widgets/virtual-rows.tsx'

const ROW_PX = 28

function Filters(): React.ReactNode {
  const all = useEvents(events => events.all)
  const hidden = useEvents(events => events.hidden)
  const words = useEvents(events => events.words)
  const counts = useMemo(() => countsOf(all), [all])
  return (
    <div className="event-filters">
      <input type="search" className="field" placeholder="Search events" aria-label="Search events" value={words} maxLength={200} onChange={event => searchEvents(event.target.value)} />
      <div className="event-kinds" role="group" aria-label="Kinds of events">
        {EVENT_GROUPS.filter(({ id }) => counts[id] > 0).map(({ id, label }) => (
          <button key={id} type="button" className={`chip ${id}`} aria-pressed={!hidden.includes(id)} onClick={() => toggleGroup(id)}>
            {label} <span className="count">{formatNumber(counts[id])}</span>
          </button>
        ))}
        {hidden.length > 0 ? <Button label="All kinds" onClick={showAllGroups} /> : null}
      </div>
    </div>
  )
}

interface RowProps {
  readonly event: Happening
  readonly index: number
  readonly startDay: number
  readonly where: string
  readonly isSelected: boolean
  readonly isPast: boolean
}

const WORDS = Object.fromEntries(EVENT_GROUPS.map(({ id, label }) => [id, label]))

function EventRow({ event, index, startDay, where, isSelected, isPast }: RowProps): React.ReactNode {
  return (
    <tr aria-rowindex={index + 2} className={`${isSelected ? 'selected' : ''} ${isPast ? '' : 'to-come'}`} data-event={event.key} onClick={() => goToEvent(event)}>
      <td className="number moment">{momentWords(startDay, event.atMs, formatDay, true).replace(/:\d\d$/u, '')}</td>
      <td>
        <i className={`event-dot ${event.group}`} aria-hidden="true" />
        {WORDS[event.group]}
      </td>
      <td className="what">
        <button type="button" className="link" onClick={() => goToEvent(event)}>
          {event.label}
        </button>
      </td>
      <td>{where}</td>
      <td className="number">{event.endMs > event.atMs ? formatDuration(event.endMs - event.atMs) : ''}</td>
    </tr>
  )
}

/** The list keeps the present in sight while nobody scrolls it: where the clock stands, as a number of rows. */
function usePresentRow(found: readonly Happening[]): number {
  const [row, setRow] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = (): void => {
      timer = undefined
      setRow(firstAfter(found, clock.getState().atMs))
    }
    look()
    const stop = clock.subscribe(() => (timer ??= setTimeout(look, 150)))
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [found])
  return row
}

const HEAD = (
  <tr>
    <th className="number">When</th>
    <th>Kind</th>
    <th>What</th>
    <th>Where</th>
    <th className="number">For</th>
  </tr>
)

export default function EventsPanel(): React.ReactNode {
  const found = useEvents(events => events.found)
  const total = useEvents(events => events.all.length)
  const isBuilding = useEvents(events => events.isBuilding)
  const selection = useView(view => view.selection)
  const now = useSiteNow()
  const holder = useRef<HTMLDivElement>(null)
  const present = usePresentRow(found)
  const chosen = selection?.kind === 'event' || selection?.kind === 'milestone' ? selection.key : ''
  useEffect(() => watchEvents(), [])
  useEffect(() => {
    const scroll = holder.current?.querySelector('.table-scroll')
    if (scroll === null || scroll === undefined) return
    const top = present * ROW_PX
    if (top < scroll.scrollTop || top > scroll.scrollTop + scroll.clientHeight - 3 * ROW_PX) scroll.scrollTop = Math.max(0, top - scroll.clientHeight / 2)
  }, [present])
  if (now === null) return <p className="empty">Reading the scenario…</p>
  const startDay = now.scenario.horizon.start
  return (
    <div className="events-panel">
      <Filters />
      <p className="quiet event-count" aria-live="polite">
        {found.length === total ? `${formatNumber(total)} ${total === 1 ? 'event' : 'events'}` : `${formatNumber(found.length)} of ${formatNumber(total)} events`}
        {isBuilding ? ', reading more…' : ''}
        {now.run?.jobLog === undefined && !isBuilding ? '. Single faults are known of recorded runs.' : ''}
      </p>
      <div ref={holder} className="event-rows">
        {found.length === 0 ? (
          <p className="empty">{total === 0 ? 'Nothing has happened yet; events appear as the run goes on.' : 'No event has these words and kinds.'}</p>
        ) : (
          <VirtualRows
            label="Events"
            count={found.length}
            rowHeight={ROW_PX}
            head={HEAD}
            renderRow={index => {
              const event = found[index]
              return <EventRow key={event.key} event={event} index={index} startDay={startDay} where={whereOf(event)} isSelected={event.key === chosen} isPast={index < present} />
            }}
          />
        )}
      </div>
    </div>
  )
}

/** Block, or the machine that stands for the event. */
function whereOf(event: Happening): string {
  const { now } = siteNow.getState()
  if (now === null) return ''
  const thing = event.machine === '' ? null : thingOf(now, { kind: 'event', key: event.key })
  if (thing?.kind === 'item') return now.plan.items[thing.index].label
  return event.block < 0 ? 'Site' : (now.scenario.blocks[event.block]?.label ?? '')
}
