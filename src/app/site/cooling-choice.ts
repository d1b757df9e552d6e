/** Parts of the cooling schematic and things of the site, each found from the other; a part that is chosen is chosen in scene, timeline and text. */
import type { CoolingSchematic, SchematicMoment, SchematicNode } from '../../results/cooling-schematic.ts'
import type { RunResult } from '../../results/run-result.ts'
import { useCooling } from '../state/cooling.ts'
import { useDocument } from '../state/document.ts'
import { hintLine, revealLine, select, type Selection, type Thing, useView } from '../state/view.ts'
import { gateOf } from './layers.ts'
import { lineOf, writtenPath } from './lines-of.ts'
import type { SitePlan } from './plan/site-plan.ts'
import type { SiteState } from './replay.ts'
import { thingOf } from './selection.ts'
import { type SiteNow, siteNow } from './site-now.ts'

/** Racks behind these gates draw nothing that is cooled: not built, not energised, not cooled. */
const FIRST_LIVE_GATE = 4

/** What is recorded of the site at a time. */
export function momentOf(run: RunResult | null, state: SiteState, blockOfRack: Int32Array, blockCount: number): SchematicMoment {
  const itW = new Array<number>(blockCount).fill(0)
  blockOfRack.forEach((block, rack) => {
    const gate = gateOf(state, rack)
    if (gate === 0 || gate >= FIRST_LIVE_GATE) itW[block] += Math.max(0, state.rackPower[rack])
  })
  const open = (run?.incidents ?? []).filter(({ atMs, endMs }) => atMs <= state.atMs && (endMs < 0 || state.atMs < endMs))
  const out = itW.map((_, block) => open.filter(incident => incident.block === block).map(({ label }) => ({ label, count: 1 })))
  return { atMs: state.atMs, itW, out, hasWater: open.every(({ label }) => label !== 'water source') }
}

const below = (path: readonly (string | number)[]): string => `.${path.slice(2).join('.')}`

/** What to select in the scene for a place of the scenario: the piece that is written there, a rack of the block, or its hall. */
export function selectionOfPlace({ block, path, isRacks }: { readonly block: number; readonly path: readonly (string | number)[]; readonly isRacks: boolean }, plan: SitePlan, blockOfRack: Int32Array): Thing | null {
  return selectionOfPart({ block, kind: isRacks ? 'racks' : 'exchanger', machines: [], path }, plan, blockOfRack)
}

/** What to select in the scene for a part: its first machine, the first rack of the block, or its hall. */
export function selectionOfPart({ block, kind, machines, path }: Pick<SchematicNode, 'block' | 'kind' | 'machines' | 'path'>, plan: SitePlan, blockOfRack: Int32Array): Thing | null {
  if (block < 0) return null
  if (kind === 'racks') {
    const rack = blockOfRack.indexOf(block)
    if (rack >= 0) return { kind: 'rack', index: rack }
  }
  const ends = [...machines.map(machine => below(machine.path)), below(path)]
  const item = ends.flatMap(end => plan.items.find(each => each.block === block && each.path.endsWith(end)) ?? [])[0] ?? plan.items.find(each => each.kind === 'hall' && each.block === block)
  return item === undefined ? null : { kind: 'item', index: item.index }
}

/** The part that a selected thing belongs to. */
export function partOfSelection({ nodes }: CoolingSchematic, plan: SitePlan, blockOfRack: Int32Array, selection: Thing): SchematicNode | undefined {
  if (selection.kind === 'rack') return nodes.find(({ kind, block }) => kind === 'racks' && block === blockOfRack[selection.index])
  const item = plan.items[selection.index]
  if (item === undefined) return undefined
  const own = nodes.filter(({ block }) => block === item.block)
  return item.kind === 'hall' ? own.find(({ kind, lane }) => kind === 'terminal' && lane > 0) : own.find(({ machines }) => machines.some(({ path }) => item.path.endsWith(below(path))))
}

/** The site, when it shows the scenario that the schematic is about. */
function site(): SiteNow | null {
  const { now } = siteNow.getState()
  return now === null || now.scenario !== useCooling.getState().scenario ? null : now
}

/** Selections made here are not taken back from the scene. */
let isOurs = false

const lineOfPart = ({ path }: SchematicNode): number | undefined => lineOf(useDocument.getState().lines, writtenPath(useCooling.getState().scenario, path))

/** Selects a part everywhere; its block is drawn in full. */
export function choosePart(id: string | null): void {
  const part = useCooling.getState().schematic?.nodes.find(node => node.id === id)
  useCooling.setState(({ expanded }) => ({ node: part?.id ?? null, expanded: part === undefined || part.block < 0 ? expanded : part.block }))
  const now = site()
  isOurs = true
  select(part === undefined || now === null ? null : selectionOfPart(part, now.plan, now.blockOfRack))
  isOurs = false
  const line = part === undefined ? undefined : lineOfPart(part)
  if (line !== undefined) hintLine(line)
}

/** Goes to the line of the chosen part, with the cursor. */
export function goToPartLine(): void {
  const { schematic, node } = useCooling.getState()
  const part = schematic?.nodes.find(({ id }) => id === node)
  const line = part === undefined ? undefined : lineOfPart(part)
  if (line !== undefined) revealLine(line)
}

function takeSelection(selection: Selection | null): void {
  const { schematic } = useCooling.getState()
  const now = site()
  if (schematic === null || now === null) return
  const thing = thingOf(now, selection)
  const part = thing === null ? undefined : partOfSelection(schematic, now.plan, now.blockOfRack, thing)
  useCooling.setState(({ expanded }) => ({ node: part?.id ?? null, expanded: part === undefined || part.block < 0 ? expanded : part.block }))
}

/** Keeps the schematic in step with the scene from now on; returns the way to stop. */
export function followSceneSelection(): () => void {
  takeSelection(useView.getState().selection)
  return useView.subscribe((now, before) => {
    if (now.selection !== before.selection && !isOurs) takeSelection(now.selection)
  })
}
