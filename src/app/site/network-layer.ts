/** Racks by the load of the network that they hang on: what jobs ask of the healthy bandwidth of their leaf switches, as recorded. */
import type { RunResult } from '../../results/run-result.ts'
import { formatQuantity } from '../format.ts'
import { ABSENT, type Layer, type LegendEntry, paletteOf, patternsOf } from './layer.ts'
import { type SiteState, UNKNOWN } from './replay.ts'

interface Step extends LegendEntry {
  /** Lowest load, thousandths. */
  readonly from: number
}

const STEPS: readonly Step[] = [
  { byte: 1, from: 0, colour: '#c3c8cc', label: 'No traffic' },
  { byte: 2, from: 1, colour: '#e6c3d8', label: 'Up to 25 %', pattern: 'dots' },
  { byte: 3, from: 251, colour: '#CC79A7', label: '25–75 %', pattern: 'posts' },
  { byte: 4, from: 751, colour: '#8f3f6c', label: '75–100 %', pattern: 'rising' },
  { byte: 5, from: 1001, colour: '#D55E00', label: 'Over 100 %: jobs are slowed', pattern: 'cross' },
]
const NONE: LegendEntry = { byte: 6, colour: '#dcdad4', label: 'No such network, or not recorded' }
const LEGEND = [...STEPS, NONE]

const isKnown = (load: number | undefined): load is number => load !== undefined && load !== UNKNOWN && load >= 0
/** Class of a load in thousandths. */
export const networkByte = (load: number | undefined): number => (isKnown(load) ? (STEPS.findLast(({ from }) => load >= from)?.byte ?? NONE.byte) : NONE.byte)
const share = (load: number): string => formatQuantity(load / 10, '%')

/** Leaf group of every rack, from what the run says of its networks; −1 for none. */
function leavesOf(run: RunResult | null, rackCount: number): Int32Array {
  const leaves = new Int32Array(rackCount).fill(-1)
  const network = run?.network
  network?.firstRack.forEach((first, leaf) => leaves.fill(leaf, first, network.lastRack[leaf] + 1))
  return leaves
}

export function networkLayer(run: RunResult | null, rackCount: number, isOnSite: (site: SiteState, rack: number) => boolean): Layer {
  const leaves = leavesOf(run, rackCount)
  const tier = (label: string, load: number | undefined): string[] => (isKnown(load) ? [`${label} ${share(load)}`] : [])
  const words = (state: SiteState, rack: number, block: number): string => [...tier('leaf', state.leafLoad[leaves[rack]]), ...tier('spine', state.spineLoad[block]), ...tier('between blocks', state.podLoad[block])].join(', ') || 'no network load recorded'
  return {
    id: 'network',
    label: 'Network load',
    measure: run !== null && run.network === undefined ? 'This run recorded no network loads' : 'Bandwidth that jobs ask of the leaf switches of a rack, share of what is healthy',
    palette: paletteOf(LEGEND),
    patterns: patternsOf(LEGEND),
    legend: LEGEND,
    isScale: false,
    read: (state, rack) => (isOnSite(state, rack) ? networkByte(state.leafLoad[leaves[rack]]) : ABSENT),
    describe: words,
    hallNote: (state, block) => (isKnown(state.spineLoad[block]) ? `spine ${share(state.spineLoad[block])}` : 'no spine load'),
  }
}
