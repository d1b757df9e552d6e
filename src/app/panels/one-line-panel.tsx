/** The electrical one-line in the middle of the page; on a phone the audit's list comes first. */
import { useEffect, useMemo, useRef } from 'react'
import { oneLineChart, type OneLineData } from '../../charts/one-line.ts'
import type { AuditReport } from '../../results/audit.ts'
import { liveNodes } from '../site/live-loads.ts'
import { chooseNode, goToChosenLine, linkedSite } from '../site/one-line-choice.ts'
import { useSiteNow } from '../site/site-now.ts'
import { chosenOf, useAudit } from '../state/audit.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { PHONE, useMedia } from '../widgets/use-media.ts'
import { useSize } from '../widgets/use-size.ts'
import AuditPanel, { useBlockLabels } from './audit-panel.tsx'
import { DrawingFiles, useSource } from './drawing-files.tsx'
import { MarkView } from './mark-view.tsx'

const FILE = { width: 1400, height: 760 } as const
const MARGIN_PX = 12

function useOneLineData(report: AuditReport): OneLineData {
  const { oneLine } = report
  const blockLabels = useBlockLabels()
  const expanded = useAudit(audit => audit.expanded)
  const chosen = useAudit(audit => audit.chosen)
  const selected = useAudit(audit => audit.node)
  const isLive = useAudit(audit => audit.isLive)
  const scenario = useAudit(audit => audit.scenario)
  const now = useSiteNow()
  const shown = isLive && now !== null && now.scenario === scenario ? now : null
  const live = useMemo(() => (shown === null ? null : liveNodes(oneLine, { ...linkedSite(shown), run: shown.run, state: shown.replay.state, itemStates: shown.itemStates })), [shown, oneLine])
  return useMemo(() => ({ oneLine, blockLabels, expanded, contingency: chosenOf({ report, chosen }), selected, live }), [report, oneLine, blockLabels, expanded, chosen, selected, live])
}

/** The neighbour of a component in the direction of an arrow key. */
function neighbourOf({ nodes, edges }: AuditReport['oneLine'], index: number, key: string): number | undefined {
  if (index < 0) return nodes.length > 0 ? 0 : undefined
  const { block, level } = nodes[index]
  const inLine = nodes.flatMap((node, each) => (node.level === level && (node.block === block || level === 0) ? [each] : []))
  const steps: Readonly<Record<string, () => number | undefined>> = {
    ArrowDown: () => edges.find(({ from }) => from === index)?.to,
    ArrowUp: () => edges.find(({ to }) => to === index)?.from,
    ArrowRight: () => inLine[inLine.indexOf(index) + 1],
    ArrowLeft: () => inLine[inLine.indexOf(index) - 1],
  }
  return steps[key]?.()
}

function pressed(event: React.KeyboardEvent, { oneLine }: AuditReport): void {
  if (event.key === 'Escape') {
    event.preventDefault()
    return chooseNode(null)
  }
  if (event.key === 'Enter') return goToChosenLine()
  if (!event.key.startsWith('Arrow')) return
  event.preventDefault()
  event.stopPropagation()
  const next = neighbourOf(oneLine, oneLine.nodes.findIndex(({ id }) => id === useAudit.getState().node), event.key)
  if (next !== undefined) chooseNode(oneLine.nodes[next].id)
}

/** A click chooses a component, draws a condensed block in full or condenses the full one. */
function clicked({ target }: React.MouseEvent): void {
  if (!(target instanceof Element)) return
  const node = target.closest('[data-node]')?.getAttribute('data-node')
  if (node !== undefined && node !== null) return chooseNode(node)
  const blocks = target.closest('[data-blocks]')?.getAttribute('data-blocks')?.split(' ').map(Number)
  if (blocks === undefined) return chooseNode(null)
  const [first] = blocks
  useAudit.setState(({ expanded }) => ({ expanded: expanded === first ? null : first }))
}

interface DiagramProps {
  readonly report: AuditReport
  readonly data: OneLineData
  /** As tall as it needs to be, on a page that scrolls. */
  readonly isTall: boolean
}

/** Scrolls the diagram, and nothing around it, until an element is in sight. */
function bringIntoSight(scroll: HTMLElement, element: Element): void {
  const [frame, box] = [scroll.getBoundingClientRect(), element.getBoundingClientRect()]
  const step = (low: number, high: number, from: number, to: number): number => (low < from ? low - from : high > to ? Math.min(high - to, low - from) : 0)
  scroll.scrollBy(step(box.left, box.right, frame.left + MARGIN_PX, frame.right - MARGIN_PX), step(box.top, box.bottom, frame.top + MARGIN_PX, frame.bottom - MARGIN_PX))
}

function Diagram({ report, data, isTall }: DiagramProps): React.ReactNode {
  const theme = useView(view => view.theme)
  const [ref, { width, height }] = useSize<HTMLDivElement>()
  const room = isTall ? 0 : height
  const holder = useRef<HTMLDivElement>(null)
  const mark = useMemo(() => (width === 0 ? null : oneLineChart.layout(data, { width, height: room, theme, source: '' })), [data, width, room, theme])
  useEffect(() => {
    const chosen = holder.current?.querySelector(`[data-node="${CSS.escape(data.selected ?? '')}"]`)
    if (ref.current !== null && chosen !== null && chosen !== undefined) bringIntoSight(ref.current, chosen)
  }, [ref, data.selected])
  return (
    <div
      ref={ref}
      className="one-line-scroll"
      tabIndex={0}
      role="application"
      aria-label="One-line of the site. Arrow keys go along the connections, Enter goes to the line of the text, Escape ends the selection."
      onKeyDown={event => pressed(event, report)}
      onClick={clicked}
    >
      <div ref={holder} className="one-line-drawing">
        {mark === null ? null : <MarkView mark={mark} />}
      </div>
      <p className="out-of-sight" aria-live="polite">
        {data.oneLine.nodes.find(({ id }) => id === data.selected)?.label ?? oneLineChart.describe(data)}
      </p>
    </div>
  )
}

function Tools({ data }: { readonly data: OneLineData }): React.ReactNode {
  const isLive = useAudit(audit => audit.isLive)
  return (
    <div className="one-line-tools">
      <Button label="Loads now" title="Show what the run records at the time of the clock, before normal and failover loads" pressed={isLive} onClick={() => useAudit.setState({ isLive: !isLive })} />
      {data.blockLabels.length < 2 ? null : <Button label="Condense" title="Draw every block condensed" pressed={data.expanded === null} onClick={() => useAudit.setState({ expanded: data.expanded === null ? 0 : null })} />}
      <DrawingFiles chart={oneLineChart} data={data} frame={FILE} source={useSource()} />
    </div>
  )
}

function Drawn({ report, isTall }: Pick<DiagramProps, 'report' | 'isTall'>): React.ReactNode {
  const data = useOneLineData(report)
  return (
    <div className="one-line">
      <Tools data={data} />
      <Diagram report={report} data={data} isTall={isTall} />
    </div>
  )
}

export default function OneLinePanel(): React.ReactNode {
  const report = useAudit(audit => audit.report)
  const isPhone = useMedia(PHONE)
  if (isPhone) {
    return (
      <div className="one-line-phone">
        <AuditPanel />
        {report === null ? null : <Drawn report={report} isTall />}
      </div>
    )
  }
  return report === null ? <p className="empty">The one-line follows the first run of the scenario.</p> : <Drawn report={report} isTall={false} />
}
