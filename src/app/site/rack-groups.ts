/** The site as a table: one line for each row of racks, with the same values that colour the scene. */
import type { SiteNow } from './site-now.ts'
import { gateOf } from './layers.ts'
import { UNKNOWN } from './replay.ts'

export interface RackGroup {
  readonly block: number
  readonly blockLabel: string
  readonly row: number
  /** First rack, for selection. */
  readonly firstRack: number
  readonly racks: number
  readonly onSite: number
  readonly inUse: number
  /** Commonest state in words, and on how many racks. */
  readonly state: string
  readonly stateCount: number
  readonly powerW: number
  readonly coolantC: number | null
  readonly jobs: number
  readonly nodesDown: number
  /** What the chosen layer says of most racks of the row, and of how many; '' for the layer of states. */
  readonly said: string
  readonly saidCount: number
}

/** The word that comes most often, and how often. */
export function commonest(words: readonly string[]): { word: string; count: number } {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return { word: first?.[0] ?? '', count: first?.[1] ?? 0 }
}

export function rackGroups(now: SiteNow): RackGroup[] {
  const { plan, replay, scenario, layers, layer } = now
  const { state } = replay
  return plan.rows.map(({ block, row, begin, end }) => {
    const racks = Array.from({ length: end - begin }, (_, index) => begin + index)
    const present = racks.filter(rack => gateOf(state, rack) !== -1)
    const { word, count } = commonest(racks.map(rack => layers.state.describe(state, rack, block)))
    const said = layer.id === 'state' ? { word: '', count: 0 } : commonest(present.map(rack => layer.describe(state, rack, block)))
    const coolant = state.blockCoolant[block]
    return {
      block,
      blockLabel: scenario.blocks[block].label,
      row,
      said: said.word,
      saidCount: said.count,
      firstRack: begin,
      racks: racks.length,
      onSite: present.length,
      inUse: present.filter(rack => state.rackBusy[rack] > 0).length,
      state: word,
      stateCount: count,
      powerW: present.reduce((sum, rack) => sum + Math.max(0, state.rackPower[rack]), 0),
      coolantC: coolant === UNKNOWN ? null : coolant / 10,
      jobs: new Set(present.map(rack => state.rackJob[rack]).filter(job => job >= 0)).size,
      nodesDown: present.filter(rack => gateOf(state, rack) === 0 || gateOf(state, rack) >= 5).reduce((sum, rack) => sum + Math.max(0, state.rackDown[rack]), 0),
    }
  })
}
