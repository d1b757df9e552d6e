/** What the run records of each component at the time of the clock. What is not recorded is not worked out from anything else. */
import { HOUR_MS } from '../../base/spans.ts'
import { isSystem } from '../../charts/one-line/effect.ts'
import type { LiveNode } from '../../charts/one-line/words.ts'
import type { OneLine, OneLineNode } from '../../results/one-line.ts'
import type { RunResult } from '../../results/run-result.ts'
import { ITEM_STATE } from './item-states.ts'
import { gateOf } from './layers.ts'
import { itemsOfNode, type LinkedSite, racksOfGroup } from './one-line-links.ts'
import { type SiteState, UNKNOWN } from './replay.ts'

export interface LiveSite extends LinkedSite {
  readonly run: RunResult | null
  readonly state: SiteState
  readonly itemStates: Uint8Array
}

const NOTHING: LiveNode = { loadW: null, state: null }
/** Gate of the ledger that a rack without power is closed by. */
const ENERGISED_GATE = 2

/** Mean power of a series of energy in the window of a time, W; null before the first and after the last. */
function meanW(run: RunResult, id: string, atMs: number): number | null {
  const kWh = run.series.find(series => series.id === id)?.values[Math.floor(atMs / run.ledger.windowMs)]
  return kWh === undefined ? null : (kWh * 1000) / (run.ledger.windowMs / HOUR_MS)
}

/** Whether an incident that names a component is under way. */
const isOut = (run: RunResult, id: string, atMs: number): boolean => run.incidents.some(({ label, atMs: from, endMs }) => label === id && from <= atMs && (endMs < 0 || atMs < endMs) && endMs !== from)

function racksNow(oneLine: OneLine, site: LiveSite, node: number): LiveNode {
  const racks = racksOfGroup(oneLine, site, node)
  if (racks === null) return NOTHING
  const { state } = site
  const known = racks.filter(rack => state.rackPower[rack] !== UNKNOWN)
  if (known.length === 0) return { loadW: null, state: 'planned' }
  const loadW = known.reduce((sum, rack) => sum + Math.max(0, state.rackPower[rack]), 0)
  const isDark = loadW === 0 && racks.every(rack => gateOf(state, rack) === ENERGISED_GATE)
  return { loadW, state: isDark ? 'isolated' : 'live' }
}

/** Meters of the site: all that comes from the grid at the only live feed, all that is generated at a single plant, both at the bus. */
function siteLoadW(oneLine: OneLine, run: RunResult, node: OneLineNode, atMs: number): number | null {
  const alone = (kind: OneLineNode['kind']): boolean => oneLine.nodes.filter(each => each.block < 0 && each.kind === kind).length === 1
  const [grid, generation] = [meanW(run, 'grid', atMs), meanW(run, 'generation', atMs)]
  if (node.kind === 'bus' && alone('bus')) return grid === null || generation === null ? null : grid + generation
  if (node.kind === 'feed') {
    const liveFeeds = oneLine.nodes.filter(each => each.kind === 'feed' && feedState(run, each, atMs) === 'live')
    return liveFeeds.length === 1 && liveFeeds[0].id === node.id ? grid : null
  }
  if ((node.kind === 'generator' || node.kind === 'turbine') && alone(node.kind) && node.path[0] === 'generation') return generation
  return null
}

function bodyState(oneLine: OneLine, site: LiveSite, node: number): LiveNode['state'] {
  const states = itemsOfNode(oneLine, site, node).map(item => site.itemStates[item])
  if (states.length === 0) return null
  if (states.every(state => state === ITEM_STATE.planned || state === ITEM_STATE.built)) return 'planned'
  return states.every(state => state === ITEM_STATE.out) ? 'down' : 'live'
}

function feedState(run: RunResult, { id, path }: OneLineNode, atMs: number): LiveNode['state'] {
  const name = String(path[2] ?? '')
  const energised = run.milestones.find(milestone => milestone.name === `Feed ${name} energised`)
  if (energised !== undefined && atMs < energised.atMs) return 'planned'
  return isOut(run, id, atMs) ? 'down' : 'live'
}

/** By component of the one-line. */
export function liveNodes(oneLine: OneLine, site: LiveSite): LiveNode[] {
  const { run, state } = site
  return oneLine.nodes.map((node, index): LiveNode => {
    if (run === null) return NOTHING
    if (node.kind === 'racks') return racksNow(oneLine, site, index)
    const loadW = node.block < 0 ? siteLoadW(oneLine, run, node, state.atMs) : null
    if (node.kind === 'feed') return { loadW, state: feedState(run, node, state.atMs) }
    if (node.kind === 'bus' && node.block < 0) return { loadW, state: null }
    // Of equal units in parallel the id names the first; that one is out does not take the others.
    const isWhole = node.units === 1 || isSystem(node)
    return { loadW, state: isWhole && isOut(run, node.id, state.atMs) ? 'down' : bodyState(oneLine, site, index) }
  })
}
