/** The schedule in the middle of the page: bars with their bands, or the dates of the file as tables. */
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import '../styles/drawings.css'
import { limitationsOfAreas } from '../../analysis/limitations.ts'
import { scheduleChart, type ScheduleData, schedulePlaces } from '../../charts/schedule.ts'
import { groupsOf, lastStep, placeSchedule } from '../../charts/schedule/layout.ts'
import { blockLines, itemLines } from '../../charts/schedule/words.ts'
import type { ScheduleItem, ScheduleReport } from '../../results/schedule.ts'
import { NotModelled } from '../explain/not-modelled.tsx'
import { selectionOfPlace } from '../site/cooling-choice.ts'
import { lineOf, writtenPath } from '../site/lines-of.ts'
import { siteNow, useSiteNow } from '../site/site-now.ts'
import { seek } from '../state/clock.ts'
import { openFile, useDocument } from '../state/document.ts'
import { type SchedulePage, toggleGroup, useSchedule, watchSchedule } from '../state/schedule.ts'
import { hintLine, revealLine, select, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { useSize } from '../widgets/use-size.ts'
import { DrawingFiles, useSource } from './drawing-files.tsx'
import { MarkView } from './mark-view.tsx'

const Handles = lazy(() => import('./schedule-handles.tsx'))
const Tables = lazy(() => import('./plan-tables.tsx'))
const FILE = { width: 1200, height: 0 } as const
const PAGES: readonly { readonly id: SchedulePage; readonly label: string }[] = [
  { id: 'bars', label: 'Bars' },
  { id: 'milestones', label: 'Milestones' },
  { id: 'orders', label: 'Orders' },
]

/** The item of a row; a block's own row has the id of its group with a word more. */
const itemOf = ({ items }: ScheduleReport, row: string | null): ScheduleItem | undefined => items.find(({ id }) => id === row || `${id}/building` === row)

function lineOfItem({ path }: ScheduleItem): number | undefined {
  return lineOf(useDocument.getState().lines, writtenPath(useSchedule.getState().scenario, path))
}

/** Selects a row here, what it is about in the scene, and its line in the text. */
function chooseRow(id: string | null): void {
  const { report, scenario } = useSchedule.getState()
  useSchedule.setState({ row: id })
  const item = report === null ? undefined : itemOf(report, id)
  if (item === undefined) return
  const { now } = siteNow.getState()
  if (now !== null && now.scenario === scenario) select(selectionOfPlace({ block: item.block, path: item.path, isRacks: item.group === 'racks' }, now.plan, now.blockOfRack))
  const line = lineOfItem(item)
  if (line !== undefined) hintLine(line)
}

function pressed(event: React.KeyboardEvent, { report, open, selected }: ScheduleData): void {
  const { rows } = placeSchedule(report, open, FILE.width, 0)
  const index = rows.findIndex(({ id }) => id === selected)
  const row = rows[index]
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => chooseRow(rows[Math.min(rows.length - 1, index + 1)]?.id ?? null),
    ArrowUp: () => chooseRow(rows[Math.max(0, index - 1)]?.id ?? null),
    ArrowRight: () => row?.kind === 'group' && !row.isOpen && toggleGroup(row.group),
    ArrowLeft: () => (row?.kind === 'item' ? chooseRow(row.group) : row?.isOpen && toggleGroup(row.group)),
    Home: () => chooseRow(rows[0]?.id ?? null),
    End: () => chooseRow(rows.at(-1)?.id ?? null),
    ' ': () => row?.kind === 'group' && toggleGroup(row.group),
    Enter: () => {
      const item = itemOf(report, selected)
      const line = item === undefined ? undefined : lineOfItem(item)
      if (line !== undefined) revealLine(line)
      else if (row?.kind === 'group') toggleGroup(row.group)
    },
    Escape: () => chooseRow(null),
  }
  const action = actions[event.key]
  if (action === undefined) return
  event.preventDefault()
  event.stopPropagation()
  action()
}

function clicked({ target }: React.MouseEvent): void {
  const row = target instanceof Element ? target.closest('[data-row]') : null
  const group = row?.getAttribute('data-group')
  chooseRow(row?.getAttribute('data-row') ?? null)
  if (group !== null && group !== undefined) toggleGroup(group)
}

function Tools({ data }: { readonly data: ScheduleData | null }): React.ReactNode {
  const page = useSchedule(schedule => schedule.page)
  const source = useSource()
  const all = data === null ? [] : groupsOf(data.report)
  const areOpen = data !== null && all.every(id => data.open.includes(id))
  return (
    <div className="one-line-tools">
      <Segments label="Schedule as" value={page} choices={PAGES} onChange={id => useSchedule.setState({ page: id })} />
      {page === 'bars' ? null : <ImportButton />}
      {page !== 'bars' || data === null ? null : (
        <>
          <Button label={areOpen ? 'Close all' : 'Open all'} title="Open or close all groups" onClick={() => useSchedule.setState({ open: areOpen ? [] : all })} />
          <DrawingFiles chart={scheduleChart} data={{ ...data, open: all, selected: null }} listed={data} frame={FILE} source={source} />
        </>
      )}
    </div>
  )
}

function Detail({ data }: { readonly data: ScheduleData }): React.ReactNode {
  const { report, selected } = data
  const item = itemOf(report, selected)
  const block = report.blocks.find(({ id }) => id === selected)
  if (item === undefined && block === undefined) return null
  const [title, ...lines] = item !== undefined ? itemLines(report, item) : block !== undefined ? blockLines(report, block) : []
  const line = item === undefined ? undefined : lineOfItem(item)
  const atMs = item === undefined ? block?.ready.p50Ms : lastStep(item)?.finish.p50Ms
  return (
    <aside className="schedule-detail" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {lines.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p>
        {line === undefined ? null : (
          <button type="button" className="link" onClick={() => revealLine(line)}>
            Line {line}
          </button>
        )}
        {typeof atMs === 'number' && atMs >= 0 ? (
          <button type="button" className="link" onClick={() => seek(atMs)}>
            Set the clock to its end
          </button>
        ) : null}
      </p>
    </aside>
  )
}

/** Racks, milestones or assets from a spreadsheet. */
function ImportButton(): React.ReactNode {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button label="Import…" title="Take racks, milestones, assets or orders from a spreadsheet (CSV or XLSX); dropping the file does the same" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.xlsx"
        aria-label="Open a spreadsheet"
        onChange={event => {
          const [chosen] = event.currentTarget.files ?? []
          if (chosen !== undefined) void openFile(chosen)
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

function Bars({ data }: { readonly data: ScheduleData }): React.ReactNode {
  const theme = useView(view => view.theme)
  const [ref, { width }] = useSize<HTMLDivElement>()
  const holder = useRef<HTMLDivElement>(null)
  const frame = useMemo(() => ({ width, height: 0, theme, source: '' }), [width, theme])
  const mark = useMemo(() => (width === 0 ? null : scheduleChart.layout(data, frame)), [data, width, frame])
  useEffect(() => {
    holder.current?.querySelector(`[data-row="${CSS.escape(data.selected ?? '')}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [data.selected])
  const item = itemOf(data.report, data.selected)
  return (
    <>
      <div ref={ref} className="one-line-scroll" tabIndex={0} role="application" aria-label="Schedule. Up and down go from row to row, right and left open and close a group, Enter goes to the line of the text." onKeyDown={event => pressed(event, data)} onClick={clicked}>
        <div ref={holder} className="one-line-drawing schedule-drawing">
          {mark === null ? null : <MarkView mark={mark} />}
          {width === 0 ? null : (
            <Suspense fallback={null}>
              <Handles report={data.report} placed={schedulePlaces(data, frame)} />
            </Suspense>
          )}
        </div>
        <p className="out-of-sight" aria-live="polite">
          {item === undefined ? scheduleChart.describe(data) : itemLines(data.report, item).join('. ')}
        </p>
      </div>
      <Detail data={data} />
    </>
  )
}

const LEFT_OUT = limitationsOfAreas(['facility'])

export default function SchedulePanel(): React.ReactNode {
  const report = useSchedule(schedule => schedule.report)
  const open = useSchedule(schedule => schedule.open)
  const selected = useSchedule(schedule => schedule.row)
  const page = useSchedule(schedule => schedule.page)
  const activity = useSchedule(schedule => schedule.activity)
  const message = useSchedule(schedule => schedule.message)
  const todayMs = useSiteNow()?.replay.state.atMs ?? null
  useEffect(() => watchSchedule(), [])
  const data = useMemo((): ScheduleData | null => (report === null ? null : { report, open, selected, todayMs }), [report, open, selected, todayMs])
  return (
    <div className="one-line cooling schedule">
      <Tools data={data} />
      {page !== 'bars' ? (
        <Suspense fallback={<p className="empty">Reading the dates…</p>}>
          <Tables page={page} />
        </Suspense>
      ) : activity === 'failed' ? (
        <p className="empty">The schedule could not be drawn: {message}</p>
      ) : data === null ? (
        <p className="empty">{activity === 'working' ? 'Drawing dates…' : 'The schedule follows the first run of the scenario.'}</p>
      ) : (
        <Bars data={data} />
      )}
      <NotModelled rows={LEFT_OUT} />
    </div>
  )
}
