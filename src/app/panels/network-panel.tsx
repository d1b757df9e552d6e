/** The network by tiers at the time of the clock: what jobs ask of it, links that are lost, and what a selection spans. */
import { useMemo } from 'react'
import '../styles/racks.css'
import '../styles/network.css'
import { formatNumber, formatPercent, formatQuantity } from '../format.ts'
import { classOf, fabricWords, LOAD_CLASSES, type NetworkState, networkState, spanOf } from '../site/network-state.ts'
import { type SiteNow, useSiteNow } from '../site/site-now.ts'
import { isSameSelection } from '../state/hover.ts'
import { select, type Selection, useView } from '../state/view.ts'
import { useSize } from '../widgets/use-size.ts'
import { type BlockColumn, type Box, type LeafBox, type NetworkLayout, networkLayout } from './network-layout.ts'

const THIN = '\u2009'
const terabits = (bits: number): string => `${formatNumber(bits / 1e12, bits < 1e13 ? 1 : 0)}${THIN}Tb/s`
const loadWords = (load: number): string => (load < 0 ? 'load not known' : `${formatPercent(load, 0)} asked`)

interface Shown {
  readonly now: SiteNow
  readonly state: NetworkState
  readonly span: ReadonlySet<number>
  readonly selection: Selection | null
}

const textOf = (selection: Selection): string => JSON.stringify(selection)

/** Hatches what is asked for more than there is: never colour alone. */
function Load({ box, load }: { readonly box: Box; readonly load: number }): React.ReactNode {
  const { id } = classOf(load)
  const { x, y, width, height } = box
  return (
    <>
      <rect className={`load ${id}`} x={x} y={y} width={width} height={height} rx={2} />
      {id === 'over' ? <path className="over-hatch" d={Array.from({ length: Math.ceil(width / 6) }, (_, line) => `M${x + line * 6} ${y + height}l${Math.min(6, width - line * 6)} ${-height}`).join('')} /> : null}
    </>
  )
}

/** Wider with bandwidth, px. */
const linkWidth = (bits: number, most: number): number => 1.5 + 6 * Math.sqrt(bits / Math.max(1, most))

function Leaf({ box, shown, isBox }: { readonly box: LeafBox; readonly shown: Shown; readonly isBox: boolean }): React.ReactNode {
  const { state, span, selection } = shown
  const { leaf, x, y, width, height } = box
  const own: Selection = { kind: 'switch', tier: 'leaf', index: leaf }
  const lost = state.lost[leaf]
  const { begin, end } = state.groups[leaf]
  return (
    <g className={`leaf ${span.has(leaf) ? 'spanned' : ''} ${isSameSelection(selection, own) ? 'selected' : ''}`} data-selection={textOf(own)}>
      <title>{`Leaf group ${leaf + 1}: ${end - begin} racks, ${terabits(state.bitsPerS[leaf])}, ${loadWords(state.leafLoad[leaf])}${lost > 0 ? `, ${lost} links lost` : ''}`}</title>
      <Load box={box} load={state.leafLoad[leaf]} />
      <rect className="edge" x={x} y={y} width={width} height={height} rx={2} />
      {isBox ? (
        <>
          <text className="on-load" x={x + width / 2} y={y + 18} textAnchor="middle">
            {`${leaf + 1}`}
          </text>
          <text className="on-load small" x={x + width / 2} y={y + 34} textAnchor="middle">
            {state.leafLoad[leaf] < 0 ? '–' : formatPercent(state.leafLoad[leaf], 0)}
          </text>
        </>
      ) : null}
      {lost > 0 ? (
        <g className="lost">
          <path d={`M${x + width - 9} ${y - 2}h11v11h-11z`} />
          <text x={x + width - 3.5} y={y + 6.5} textAnchor="middle">
            {lost > 9 ? '+' : lost}
          </text>
        </g>
      ) : null}
    </g>
  )
}

function Links({ column, shown, hasOwnLinks }: { readonly column: BlockColumn; readonly shown: Shown; readonly hasOwnLinks: boolean }): React.ReactNode {
  const { state, span, selection } = shown
  const { spine, leaves } = column
  const bottom = spine.y + spine.height
  const most = Math.max(...state.bitsPerS)
  if (leaves.length === 0) return null
  if (!hasOwnLinks) {
    const bits = leaves.reduce((sum, { leaf }) => sum + state.bitsPerS[leaf], 0)
    const mid = spine.x + spine.width / 2
    return (
      <g className="bundle">
        <path d={`M${mid - 40} ${bottom}h80l${spine.width / 2 - 44} 66h${-(spine.width - 8)}z`} />
        <text x={mid} y={bottom + 40} textAnchor="middle">
          {`${formatNumber(leaves.length)} × up to ${terabits(bits / leaves.length)}`}
        </text>
      </g>
    )
  }
  return leaves.map(({ leaf, x, y, width }) => {
    const own: Selection = { kind: 'link', index: leaf }
    const from = x + width / 2
    const to = spine.x + Math.min(spine.width - 8, Math.max(8, from - spine.x))
    return (
      <g key={leaf} className={`link-up ${classOf(state.leafLoad[leaf]).id} ${span.has(leaf) ? 'spanned' : ''} ${isSameSelection(selection, own) ? 'selected' : ''}`} data-selection={textOf(own)}>
        <title>{`Uplinks of leaf group ${leaf + 1}: ${terabits(state.bitsPerS[leaf])}, ${loadWords(state.leafLoad[leaf])}`}</title>
        <line className="reach" x1={from} y1={y} x2={to} y2={bottom} />
        <line className={state.lost[leaf] > 0 ? 'some-lost' : ''} x1={from} y1={y} x2={to} y2={bottom} strokeWidth={linkWidth(state.bitsPerS[leaf], most)} />
      </g>
    )
  })
}

function Upper({ box, load, own, label, note, selection }: { readonly box: Box; readonly load: number; readonly own: Selection; readonly label: string; readonly note: string; readonly selection: Selection | null }): React.ReactNode {
  return (
    <g className={`upper ${isSameSelection(selection, own) ? 'selected' : ''}`} data-selection={textOf(own)}>
      <title>{`${label}: ${note}`}</title>
      <Load box={box} load={load} />
      <rect className="edge" x={box.x} y={box.y} width={box.width} height={box.height} rx={2} />
      <text className="on-load" x={box.x + 10} y={box.y + 22}>
        {box.width < 190 ? label : `${label} · ${note}`}
      </text>
    </g>
  )
}

function Drawing({ shown, layout }: { readonly shown: Shown; readonly layout: NetworkLayout }): React.ReactNode {
  const { now, state, selection } = shown
  const { hasSpines } = fabricWords(now)
  const bill = now.run?.fabric
  const coreLoad = Math.max(-1, ...state.podLoad)
  return (
    <svg width={layout.width} height={layout.height} aria-hidden="true">
      {layout.core === null ? null : <Upper box={layout.core} load={coreLoad} own={{ kind: 'switch', tier: 'core', index: 0 }} label="Core of the site" note={`${bill === undefined ? '' : `${formatNumber(bill.switches.core)} switches, `}busiest block ${loadWords(coreLoad)}`} selection={selection} />}
      {layout.columns.map(column => (
        <g key={column.block}>
          {layout.core === null ? null : <line className={`pod-link load-line ${classOf(state.podLoad[column.block]).id}`} x1={column.x + column.width / 2} x2={column.x + column.width / 2} y1={column.block < layout.columns.length && column.spine.y < 140 ? layout.core.y + layout.core.height : column.spine.y - 26} y2={column.spine.y} />}
          <text className="column-name" x={column.x} y={column.spine.y - 6}>
            {now.scenario.blocks[column.block].label}
          </text>
          <Links column={column} shown={shown} hasOwnLinks={layout.hasOwnLinks} />
          <Upper box={column.spine} load={state.spineLoad[column.block]} own={{ kind: 'switch', tier: 'spine', index: column.block }} label={hasSpines ? 'Spines' : 'Groups linked to each other'} note={loadWords(state.spineLoad[column.block])} selection={selection} />
          {column.leaves.map(box => (
            <Leaf key={box.leaf} box={box} shown={shown} isBox={layout.hasOwnLinks} />
          ))}
        </g>
      ))}
    </svg>
  )
}

function Key({ state }: { readonly state: NetworkState }): React.ReactNode {
  const lost = state.lost.reduce((sum, links) => sum + links, 0)
  return (
    <ul className="rack-key" aria-label="Leaf groups by load of their uplinks">
      {LOAD_CLASSES.map(({ id, label }) => (
        <li key={id}>
          <i className={`swatch-load ${id}`} aria-hidden="true" />
          {label} <span className="count">{formatNumber(state.leafLoad.filter(load => classOf(load).id === id).length)}</span>
        </li>
      ))}
      <li>
        <i className="swatch-load lost" aria-hidden="true" />
        Links lost <span className="count">{formatNumber(lost)}</span>
      </li>
    </ul>
  )
}

const selectionAt = (target: EventTarget): Selection | null => {
  const text = target instanceof Element ? target.closest('[data-selection]')?.getAttribute('data-selection') : null
  return text === null || text === undefined ? null : (JSON.parse(text) as Selection)
}

/** Arrows go from leaf group to leaf group, up to the spines and down again. */
function pressed(event: React.KeyboardEvent, { state, selection, now }: Shown): void {
  const leaf = selection?.kind === 'link' || (selection?.kind === 'switch' && selection.tier === 'leaf') ? selection.index : -1
  const last = state.groups.length - 1
  const spine = selection?.kind === 'switch' && selection.tier === 'spine' ? selection.index : 0
  const moves: Readonly<Record<string, () => Selection | null>> = {
    ArrowRight: () => ({ kind: 'switch', tier: 'leaf', index: Math.min(last, leaf + 1) }),
    ArrowLeft: () => ({ kind: 'switch', tier: 'leaf', index: Math.max(0, leaf - 1) }),
    ArrowUp: () => (leaf >= 0 ? { kind: 'switch', tier: 'spine', index: state.groups[leaf].block } : now.scenario.blocks.length > 1 ? { kind: 'switch', tier: 'core', index: 0 } : { kind: 'switch', tier: 'spine', index: 0 }),
    ArrowDown: () => ({ kind: 'switch', tier: 'leaf', index: Math.max(0, state.groups.findIndex(({ block }) => block === spine)) }),
    Escape: () => null,
  }
  const move = moves[event.key]
  if (move === undefined) return
  event.preventDefault()
  event.stopPropagation()
  select(move())
}

function Plot({ now }: { readonly now: SiteNow }): React.ReactNode {
  const selection = useView(view => view.selection)
  const [ref, { width }] = useSize<HTMLDivElement>()
  const state = networkState(now)
  const layout = useMemo(() => (width === 0 ? null : networkLayout(state.groups, now.scenario.blocks.length, width)), [state.groups, now.scenario, width])
  const shown: Shown = { now, state, selection, span: spanOf(now, selection) }
  const blocks = new Set([...shown.span].map(leaf => state.groups[leaf]?.block))
  const spanWords = shown.span.size === 0 ? '' : `${selection?.kind === 'job' ? `Job ${formatNumber(selection.number)} spans ` : 'The selection lies in '}${formatQuantity(shown.span.size, shown.span.size === 1 ? 'leaf group' : 'leaf groups')}${now.scenario.blocks.length > 1 ? ` of ${formatQuantity(blocks.size, blocks.size === 1 ? 'block' : 'blocks')}` : ''}.`
  return (
    <>
      <Key state={state} />
      <div ref={ref} className="network-plot" tabIndex={0} role="application" aria-label="Network by tiers. Left and right go from leaf group to leaf group, up to the spines, Escape ends the selection." onClick={event => select(selectionAt(event.target))} onKeyDown={event => pressed(event, shown)}>
        {layout === null ? null : <Drawing shown={shown} layout={layout} />}
      </div>
      <p className="rack-note quiet" aria-live="polite">
        {spanWords} Loads are what jobs ask of the healthy bandwidth, as written down at the last close of a window; lost links are those of this moment. Lines are as wide as their bandwidth.
      </p>
    </>
  )
}

export default function NetworkPanel(): React.ReactNode {
  const now = useSiteNow()
  if (now === null) return <p className="empty">Reading the scenario…</p>
  if (now.blockOfRack.length === 0) return <p className="empty">This scenario has no racks to connect yet; they are written under blocks, racks, and their network under fabric.</p>
  const { fabric } = now.scenario
  return (
    <div className="network-panel">
      <div className="rack-tools">
        <b>{fabricWords(now).name}</b>
        <span className="quiet">{`switches of ${formatQuantity(fabric.radix, 'ports')}, leaf groups of ${formatQuantity(fabric.leaf.racks, 'racks')}${now.run?.fabric === undefined ? '' : `, ${formatNumber(now.run.fabric.switches.leaf)} leaf, ${formatNumber(now.run.fabric.switches.spine)} spine and ${formatNumber(now.run.fabric.switches.core)} core switches`}`}</span>
      </div>
      <Plot now={now} />
    </div>
  )
}
