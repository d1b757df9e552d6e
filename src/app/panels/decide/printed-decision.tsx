/**
 * What there is to decide on two sheets of A4: the answer with figures and quarters of every option, then what made the difference and what it
 * rests on. Sheets are drawn for the paper when the browser says that it prints, and each is made as large as it goes on its page.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { ledgerRows } from '../../../analysis/summarise.ts'
import type { ChartDefinition } from '../../../charts/chart.ts'
import { charts } from '../../../charts/index.ts'
import { useDocument } from '../../state/document.ts'
import { overallSentence, type Column } from '../../state/decision.ts'
import { studySource } from '../../state/figures.ts'
import type { Side } from '../../state/sides.ts'
import { MarkView } from '../mark-view.tsx'
import { Figures, Picture, Reasons, Verdict } from './option-column.tsx'
import { overlayOf } from './over-time.tsx'
import type { Decision } from './use-columns.ts'

/** A4 across with margins of 10 mm, in px of 1/96 inch; a little is left for rounding. */
const SHEET = { width: 1046, height: 712 } as const
const GAP_PX = 20
const QUARTER_PX = 132
const LEDGER_PX = 250
const OVERLAY_PX = 170
/** A sheet is shrunk by this until it fits. */
const STEP = 0.96
const LEAST = 0.3

/** True from the moment at which the browser begins to print until it is done. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    // The browser takes the page as it is when this returns.
    const before = (): void => flushSync(() => setPrinting(true))
    const after = (): void => setPrinting(false)
    addEventListener('beforeprint', before)
    addEventListener('afterprint', after)
    return () => {
      removeEventListener('beforeprint', before)
      removeEventListener('afterprint', after)
    }
  }, [])
  return isPrinting
}

/** Lines grow longer and fewer as a sheet is shrunk, so its size is found by trying. */
function fit(content: HTMLElement): void {
  for (let scale = 1; scale > LEAST; scale *= STEP) {
    content.style.width = `${SHEET.width / scale}px`
    content.style.transform = `scale(${scale})`
    if (content.offsetHeight * scale <= SHEET.height) return
  }
}

function Sheet({ children }: { readonly children: React.ReactNode }): React.ReactNode {
  const content = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (content.current !== null) fit(content.current)
  })
  return (
    <section className="sheet">
      <div ref={content}>{children}</div>
    </section>
  )
}

interface DrawingProps<D> {
  readonly chart: ChartDefinition<D>
  readonly data: D
  readonly width: number
  readonly height: number
}

function Drawing<D>({ chart, data, width, height }: DrawingProps<D>): React.ReactNode {
  const mark = useMemo(() => chart.layout(data, { width, height, theme: 'light', source: '' }), [chart, data, width, height])
  return <MarkView mark={mark} />
}

function Ledger({ column, label, baseLabel, width }: { readonly column: Column; readonly label: string; readonly baseLabel: string; readonly width: number }): React.ReactNode {
  const { against, study } = column
  if (against === null) return <Drawing chart={charts.ledgerWaterfall} data={{ rows: ledgerRows(study.runs) }} width={width} height={LEDGER_PX} />
  return <Drawing chart={charts.ledgerBridge} data={{ base: baseLabel, option: label, bridge: against.bridge }} width={width} height={LEDGER_PX} />
}

interface SheetsProps {
  readonly columns: readonly Column[]
  readonly base: Side
  readonly pairs: string
}

function Sheets({ columns, base, pairs }: SheetsProps): React.ReactNode {
  const name = useDocument(document => document.scenario?.name ?? document.file)
  const width = Math.floor((SHEET.width - GAP_PX * (columns.length - 1)) / columns.length)
  const [first, ...others] = columns
  const overlay = useMemo(() => overlayOf(first, others, 'productive', false), [first, others])
  const wide = { width: SHEET.width, height: OVERLAY_PX }
  return (
    <div className="printed">
      <Sheet>
        <h1>{name}</h1>
        <h2>{overallSentence(base, others)}</h2>
        <p className="quiet">{pairs}</p>
        <div className="sheet-columns">
          {columns.map(column => (
            <article key={column.side.id} className="side">
              <Picture column={column} label={column.side.label} />
              <h3>{column.side.label}</h3>
              <Verdict column={column} baseLabel={base.label} />
              <Figures column={column} />
              <Drawing chart={charts.quarterUseful} data={column.useful} width={width} height={QUARTER_PX} />
              <Drawing chart={charts.quarterPower} data={column.power} width={width} height={QUARTER_PX} />
            </article>
          ))}
        </div>
      </Sheet>
      <Sheet>
        <div className="sheet-columns">
          {columns.map(column => (
            <article key={column.side.id} className="side">
              <h3>{column.side.label}</h3>
              <Ledger column={column} label={column.side.label} baseLabel={base.label} width={width} />
              <Reasons column={column} />
            </article>
          ))}
        </div>
        <Drawing chart={charts.overlay} data={overlay} {...wide} />
        <p className="quiet">{studySource(first.study, first.side.label)}</p>
      </Sheet>
    </div>
  )
}

/** Nothing until the browser prints, or while there is nothing to compare. */
export function PrintedDecision({ decision, pairs }: { readonly decision: Decision; readonly pairs: string }): React.ReactNode {
  const isPrinting = usePrinting()
  const columns = useMemo(() => [decision.base, ...decision.others].flatMap(({ column }) => (column === null ? [] : [column])), [decision])
  if (!isPrinting || decision.base.column === null) return null
  return <Sheets columns={columns} base={decision.base.side} pairs={pairs} />
}
