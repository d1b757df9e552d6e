/** Racks of a row side by side from the front, at the time of the clock; in step with selection, scene and text. */
import { useMemo, useState } from 'react'
import '../styles/racks.css'
import { formatNumber, formatQuantity } from '../format.ts'
import { gateOf } from '../site/layers.ts'
import { lotOf } from '../site/racks.ts'
import { faultyNodes, NODE_WORDS, type NodeState, othersState, rackFront } from '../site/rack-front.ts'
import { racksOf, thingOf } from '../site/selection.ts'
import { type SiteNow, useSiteNow } from '../site/site-now.ts'
import { select, type Selection, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { useSize } from '../widgets/use-size.ts'
import { RackDrawing, type RackLook } from './rack-drawing.tsx'

/** Room for `132 kW · 18/18` and a gap. */
const WORDS_PX = 98
const STANDARD_M = { width: 0.6, height: 2.2 }
/** Height above and below a rack, for its name and what it does. */
const HEAD_PX = 22
const FOOT_PX = 40
const BETWEEN_PX = 14
const LEAST_PX = 64
/** More rows than these are gone through by the arrows alone. */
const MENU_UP_TO = 80

/** What a rack shows now. */
function lookOf(now: SiteNow, rack: number, faults: ReturnType<typeof faultyNodes>, selection: Selection | null, takenIn: ReadonlySet<number>): RackLook {
  const { state } = now.replay
  const { lot, inBlock } = lotOf(now, rack)
  const [busy, down, power, job] = [Math.max(0, state.rackBusy[rack]), Math.max(0, state.rackDown[rack]), Math.max(0, state.rackPower[rack]), state.rackJob[rack]]
  const faulty = new Map([...(faults.get(rack) ?? [])].map(([node, kind]) => [node, now.run?.faults?.[kind]?.label ?? 'a fault']))
  const others = othersState(gateOf(state, rack), lot.nodes, busy, down, faulty.size)
  const isLive = others !== 'absent' && others !== 'closed'
  return {
    rack, name: `Rack ${inBlock + 1}`, front: rackFront(lot), faulty: isLive ? faulty : new Map(), others,
    job: !isLive ? now.layers.state.describe(state, rack, now.blockOfRack[rack]).split(':')[0] : job >= 0 ? `Job ${formatNumber(job)}` : busy > 0 ? 'Serving' : 'No job',
    jobNumber: isLive ? job : -1,
    power: isLive ? `${formatQuantity(power / 1000, 'kW', 0)} · ${busy}/${lot.nodes}` : '',
    selected: selection?.kind === 'rack' && selection.index === rack ? -1 : selection?.kind === 'node' && selection.rack === rack ? selection.node : null,
    isTakenIn: selection !== null && selection.kind !== 'rack' && selection.kind !== 'node' && takenIn.has(rack),
  }
}

/** Row of the plan that is shown: that of the selection, until one goes to another. */
function useRow(now: SiteNow | null): readonly [row: number, choose: (row: number) => void] {
  const selection = useView(view => view.selection)
  const [chosen, setChosen] = useState<{ readonly row: number; readonly of: Selection | null }>({ row: 0, of: null })
  if (now === null) return [0, () => undefined]
  const thing = thingOf(now, selection)
  const own = thing?.kind === 'rack' ? now.plan.rows.findIndex(({ begin, end }) => thing.index >= begin && thing.index < end) : -1
  const isNewer = selection !== chosen.of && own >= 0
  const row = Math.min(now.plan.rows.length - 1, isNewer ? own : chosen.row)
  return [row, next => setChosen({ row: next, of: selection })]
}

const KEY: readonly NodeState[] = ['work', 'some', 'idle', 'faulty', 'closed', 'absent']

function Key({ looks }: { readonly looks: readonly RackLook[] }): React.ReactNode {
  const counts = new Map<NodeState, number>()
  for (const { front, faulty, others } of looks) {
    const nodes = front.slots.filter(({ kind }) => kind === 'node').length
    counts.set('faulty', (counts.get('faulty') ?? 0) + faulty.size)
    counts.set(others, (counts.get(others) ?? 0) + nodes - faulty.size)
  }
  return (
    <ul className="rack-key" aria-label="Nodes of the row by state">
      {KEY.filter(state => (counts.get(state) ?? 0) > 0).map(state => (
        <li key={state}>
          <i className={`swatch-node ${state}`} aria-hidden="true" />
          {NODE_WORDS[state]} <span className="count">{formatNumber(counts.get(state) ?? 0)}</span>
        </li>
      ))}
    </ul>
  )
}

function clicked({ target }: React.MouseEvent): void {
  if (!(target instanceof Element)) return
  const job = target.closest('[data-job]')?.getAttribute('data-job')
  if (job !== null && job !== undefined) return select({ kind: 'job', number: Number(job) })
  const rack = target.closest('[data-rack]')?.getAttribute('data-rack')
  if (rack === null || rack === undefined) return select(null)
  const node = target.closest('[data-node]')?.getAttribute('data-node')
  select(node === null || node === undefined ? { kind: 'rack', index: Number(rack) } : { kind: 'node', rack: Number(rack), node: Number(node) })
}

/** Arrows go from rack to rack, and from node to node. */
function pressed(event: React.KeyboardEvent, begin: number, looks: readonly RackLook[]): void {
  const at = looks.findIndex(({ selected }) => selected !== null)
  const current = looks[at]
  const move: Readonly<Record<string, () => Selection | null>> = {
    ArrowRight: () => ({ kind: 'rack', index: begin + Math.min(looks.length - 1, at + 1) }),
    ArrowLeft: () => ({ kind: 'rack', index: begin + Math.max(0, at - 1) }),
    ArrowDown: () => (current === undefined ? { kind: 'rack', index: begin } : { kind: 'node', rack: current.rack, node: Math.min(current.front.slots.filter(({ kind }) => kind === 'node').length - 1, (current.selected ?? -1) + 1) }),
    ArrowUp: () => (current === undefined || (current.selected ?? -1) <= 0 ? { kind: 'rack', index: current?.rack ?? begin } : { kind: 'node', rack: current.rack, node: (current.selected ?? 1) - 1 }),
    Escape: () => null,
  }
  const found = move[event.key]
  if (found === undefined) return
  event.preventDefault()
  event.stopPropagation()
  select(found())
}

function Row({ now, row }: { readonly now: SiteNow; readonly row: number }): React.ReactNode {
  const selection = useView(view => view.selection)
  const [ref, { height }] = useSize<HTMLDivElement>()
  const { begin, end } = now.plan.rows[row]
  const faults = useMemo(() => faultyNodes(now.run, now.atMs, begin, end), [now.run, now.atMs, begin, end])
  const takenIn = new Set(selection === null ? [] : racksOf(now, selection))
  const looks = Array.from({ length: end - begin }, (_, index) => lookOf(now, begin + index, faults, selection, takenIn))
  const sizes = looks.map(({ rack }) => {
    const { lot } = lotOf(now, rack)
    return { width: lot.width ?? STANDARD_M.width, height: lot.height ?? STANDARD_M.height }
  })
  const tallest = Math.max(...sizes.map(size => size.height))
  const pxPerM = Math.max(110, height - HEAD_PX - FOOT_PX - 16) / tallest
  const widths = sizes.map(size => Math.max(LEAST_PX, size.width * pxPerM))
  // What stands below a rack may be wider than it.
  const cells = widths.map(width => Math.max(width + BETWEEN_PX, WORDS_PX))
  const starts = cells.map((cell, index) => cells.slice(0, index).reduce((sum, each) => sum + each, BETWEEN_PX / 2) + (cell - widths[index]) / 2)
  const total = cells.reduce((sum, cell) => sum + cell, BETWEEN_PX)
  const chosen = looks.find(({ selected }) => selected !== null)
  return (
    <>
      <Key looks={looks} />
      <div ref={ref} className="rack-row" tabIndex={0} role="application" aria-label="Racks of the row from the front. Left and right go from rack to rack, up and down from node to node, Escape ends the selection." onClick={clicked} onKeyDown={event => pressed(event, begin, looks)}>
        {height === 0 ? null : (
          <svg width={total} height={tallest * pxPerM + HEAD_PX + FOOT_PX} aria-hidden="true">
            {looks.map((look, index) => (
              <RackDrawing key={look.rack} look={look} x={starts[index]} width={widths[index]} height={sizes[index].height * pxPerM} />
            ))}
          </svg>
        )}
        <p className="out-of-sight" aria-live="polite">
          {chosen === undefined ? `${looks.length} racks` : `${chosen.name}: ${chosen.job}, ${chosen.power}${chosen.faulty.size === 0 ? '' : `, ${chosen.faulty.size} nodes out for faults`}`}
        </p>
      </div>
    </>
  )
}

export default function RacksPanel(): React.ReactNode {
  const now = useSiteNow()
  const [row, choose] = useRow(now)
  if (now === null) return <p className="empty">Reading the scenario…</p>
  const { rows } = now.plan
  if (rows.length === 0) return <p className="empty">This scenario has no racks yet; they are written under blocks, racks.</p>
  const nameOf = (index: number): string => `${now.scenario.blocks[rows[index].block].label}, row ${rows[index].row + 1}`
  const { lot } = lotOf(now, rows[row].begin)
  return (
    <div className="racks-panel">
      <div className="rack-tools">
        <Button icon="previous" iconOnly label="Row before" disabled={row === 0} onClick={() => choose(row - 1)} />
        {rows.length <= MENU_UP_TO ? <SelectMenu label="Row of racks" value={String(row)} choices={rows.map((_, index) => ({ id: String(index), label: nameOf(index) }))} onChange={id => choose(Number(id))} /> : <b>{nameOf(row)}</b>}
        <Button icon="next" iconOnly label="Row after" disabled={row === rows.length - 1} onClick={() => choose(row + 1)} />
        <span className="quiet">{`${lot.model}, ${formatQuantity(lot.nodes * lot.acceleratorsPerNode, 'accelerators')} a rack`}</span>
      </div>
      <Row now={now} row={row} />
      <p className="rack-note quiet">Faults are those of this moment; power, jobs and how many nodes have work are as written down at the last close of a window. The catalog tells how many trays there are; their order is the usual one.</p>
    </div>
  )
}
