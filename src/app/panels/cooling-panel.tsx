/** The cooling schematic in the middle of the page: live at the time of the clock, in step with scene and text. */
import { useEffect, useMemo, useRef } from 'react'
import '../styles/drawings.css'
import { limitationsOfAreas } from '../../analysis/limitations.ts'
import { coolingSchematicChart, type CoolingSchematicData } from '../../charts/cooling-schematic.ts'
import { CASE_WORDS } from '../../charts/cooling-schematic/words.ts'
import type { CoolingSchematic, SchematicCaseId } from '../../results/cooling-schematic.ts'
import { NotModelled } from '../explain/not-modelled.tsx'
import { choosePart, followSceneSelection, goToPartLine, momentOf } from '../site/cooling-choice.ts'
import { useSiteNow } from '../site/site-now.ts'
import { showMoment, useCooling, watchCooling } from '../state/cooling.ts'
import { useView } from '../state/view.ts'
import { Segments } from '../widgets/segments.tsx'
import { PHONE, useMedia } from '../widgets/use-media.ts'
import { useSize } from '../widgets/use-size.ts'
import { DrawingFiles, useSource } from './drawing-files.tsx'
import { MarkView } from './mark-view.tsx'

const FILE = { width: 900, height: 0 } as const

/** Asks for the state at the time of the clock whenever it or the run changes. */
function useMoment(): void {
  const now = useSiteNow()
  const scenario = useCooling(cooling => cooling.scenario)
  useEffect(() => {
    if (now === null || now.scenario !== scenario) return
    showMoment(momentOf(now.run, now.replay.state, now.blockOfRack, now.scenario.blocks.length))
  }, [now, scenario])
}

/** The part next to another in the direction of an arrow key: along the heat, or to the other way of the heat. */
function neighbourOf({ nodes, edges }: CoolingSchematic, expanded: number, index: number, key: string): number | undefined {
  if (index < 0) return nodes.findIndex(({ block }) => block === expanded)
  const { row, lane, block } = nodes[index]
  const isHere = (node: number): boolean => nodes[node].block < 0 || nodes[node].block === expanded
  const beside = (step: number): number | undefined => {
    const found = nodes.findIndex(each => each.block === block && each.row === row && each.lane === lane + step)
    return found < 0 ? undefined : found
  }
  const steps: Readonly<Record<string, () => number | undefined>> = {
    ArrowDown: () => edges.find(({ from, to }) => from === index && isHere(to))?.to,
    ArrowUp: () => edges.find(({ from, to }) => to === index && isHere(from))?.from,
    ArrowRight: () => beside(1),
    ArrowLeft: () => beside(-1),
  }
  return steps[key]?.()
}

function pressed(event: React.KeyboardEvent, { schematic, expanded }: CoolingSchematicData): void {
  if (event.key === 'Escape') {
    event.preventDefault()
    return choosePart(null)
  }
  if (event.key === 'Enter') return goToPartLine()
  if (!event.key.startsWith('Arrow')) return
  event.preventDefault()
  event.stopPropagation()
  const next = neighbourOf(schematic, expanded, schematic.nodes.findIndex(({ id }) => id === useCooling.getState().node), event.key)
  if (next !== undefined) choosePart(schematic.nodes[next].id)
}

/** A click chooses a part or draws another block in full. */
function clicked({ target }: React.MouseEvent): void {
  if (!(target instanceof Element)) return
  const node = target.closest('[data-node]')?.getAttribute('data-node')
  if (node !== undefined && node !== null) return choosePart(node)
  const block = target.closest('[data-blocks]')?.getAttribute('data-blocks')
  if (block === undefined || block === null) return choosePart(null)
  useCooling.setState({ expanded: Number(block), node: null })
}

function Tools({ data }: { readonly data: CoolingSchematicData }): React.ReactNode {
  const known = data.schematic.cases.map(({ id }) => ({ id, label: CASE_WORDS[id].name }))
  const choices = known.some(({ id }) => id === 'now') ? known : [{ id: 'now' as const, label: CASE_WORDS.now.name }, ...known]
  return (
    <div className="one-line-tools">
      <Segments<SchematicCaseId> label="State that is shown" value={data.shown} choices={choices} onChange={shown => useCooling.setState({ shown })} />
      <DrawingFiles chart={coolingSchematicChart} data={data} frame={FILE} source={useSource()} />
    </div>
  )
}

function Diagram({ data }: { readonly data: CoolingSchematicData }): React.ReactNode {
  const theme = useView(view => view.theme)
  const isPhone = useMedia(PHONE)
  const [ref, { width }] = useSize<HTMLDivElement>()
  const holder = useRef<HTMLDivElement>(null)
  const mark = useMemo(() => (width === 0 ? null : coolingSchematicChart.layout(data, { width, height: 0, theme, source: '' })), [data, width, theme])
  useEffect(() => {
    holder.current?.querySelector(`[data-node="${CSS.escape(data.selected ?? '')}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [data.selected])
  return (
    <div
      ref={ref}
      className={`one-line-scroll ${isPhone ? 'alone' : ''}`}
      tabIndex={0}
      role="application"
      aria-label="Cooling schematic. Arrow keys go along the heat, Enter goes to the line of the text, Escape ends the selection."
      onKeyDown={event => pressed(event, data)}
      onClick={clicked}
    >
      <div ref={holder} className="one-line-drawing">
        {mark === null ? null : <MarkView mark={mark} />}
      </div>
      <p className="out-of-sight" aria-live="polite">
        {data.schematic.nodes.find(({ id }) => id === data.selected)?.label ?? coolingSchematicChart.describe(data)}
      </p>
    </div>
  )
}

const LEFT_OUT = limitationsOfAreas(['cooling'])

export default function CoolingPanel(): React.ReactNode {
  const schematic = useCooling(cooling => cooling.schematic)
  const scenario = useCooling(cooling => cooling.scenario)
  const shown = useCooling(cooling => cooling.shown)
  const expanded = useCooling(cooling => cooling.expanded)
  const selected = useCooling(cooling => cooling.node)
  const activity = useCooling(cooling => cooling.activity)
  const message = useCooling(cooling => cooling.message)
  useEffect(() => watchCooling(), [])
  useEffect(() => followSceneSelection(), [])
  useMoment()
  const data = useMemo((): CoolingSchematicData | null => (schematic === null ? null : { schematic, blockLabels: scenario?.blocks.map(({ label }) => label) ?? [], expanded, shown, selected }), [schematic, scenario, expanded, shown, selected])
  if (activity === 'failed') return <p className="empty">The cooling could not be drawn: {message}</p>
  if (data === null) return <p className="empty">{activity === 'working' ? 'Drawing the cooling…' : 'The schematic follows the first run of the scenario.'}</p>
  return (
    <div className="one-line cooling">
      <Tools data={data} />
      <Diagram data={data} />
      <NotModelled rows={LEFT_OUT} />
    </div>
  )
}
