/** Blocks by the resource that runs out first, and what that strands of the others. From the capacity that a run reports at its end. */
import { type BlockCapacity, blockPlaceable } from '../../results/capacity.ts'
import type { RunResult } from '../../results/run-result.ts'
import { formatQuantity } from '../format.ts'
import { ABSENT, BYTES, type Layer, type LegendEntry, paletteOf, patternsOf } from './layer.ts'
import type { SiteState } from './replay.ts'

const RESOURCES: Readonly<Record<string, LegendEntry & { readonly word: string }>> = {
  space: { byte: 1, colour: '#56B4E9', label: 'Positions run out first', pattern: 'posts', word: 'space' },
  power: { byte: 2, colour: '#E69F00', label: 'Power runs out first', pattern: 'rising', word: 'power' },
  cooling: { byte: 3, colour: '#009E73', label: 'Cooling runs out first', pattern: 'lines', word: 'cooling' },
}
const OPEN: LegendEntry = { byte: 4, colour: '#c3c8cc', label: 'Not known', pattern: 'dots' }
const LEGEND = [...Object.values(RESOURCES), OPEN]

const megawatts = (w: number): string => formatQuantity(w / 1e6, 'MW', 1)

/** What a block strands, in words: the most of all resources. */
function strandedText(capacity: BlockCapacity): string {
  const { stranded, binds, placeableW } = blockPlaceable(capacity)
  const most = stranded.reduce((worst, each) => (each.w > worst.w ? each : worst), { id: '', w: 0 })
  const placeable = `${megawatts(placeableW)} of IT can be placed, ${RESOURCES[binds]?.word ?? binds} binds`
  return most.w < 1e4 ? `${placeable}, nothing stranded` : `${placeable}; stranded: ${stranded.filter(({ w }) => w >= 1e4).map(({ id, w }) => `${megawatts(w)} of ${RESOURCES[id]?.word ?? id}`).join(', ')}`
}

export function strandedLayer(run: RunResult | null, isOnSite: (site: SiteState, rack: number) => boolean): Layer {
  const capacities = new Map((run?.capacity ?? []).map(capacity => [capacity.block, capacity]))
  const byteOf = (block: number): number => {
    const capacity = capacities.get(block)
    return capacity === undefined ? OPEN.byte : (RESOURCES[blockPlaceable(capacity).binds]?.byte ?? OPEN.byte)
  }
  const words = (block: number): string => {
    const capacity = capacities.get(block)
    return capacity === undefined ? 'not known' : strandedText(capacity)
  }
  return {
    id: 'stranded',
    label: 'Stranded resource',
    measure: 'Blocks by the resource that runs out first, at the end of what is simulated',
    palette: paletteOf(LEGEND),
    patterns: patternsOf(LEGEND),
    legend: LEGEND,
    isScale: false,
    read: (state, rack, block) => (isOnSite(state, rack) ? byteOf(block) : ABSENT),
    describe: (_state, _rack, block) => words(block),
    readItem: (_, { kind, block }) => (kind === 'hall' ? byteOf(block) : ABSENT),
    describeItem: (_, { kind, block }) => (kind === 'hall' ? words(block) : ''),
    hallNote(_, block) {
      const capacity = capacities.get(block)
      if (capacity === undefined) return 'not known'
      const most = blockPlaceable(capacity).stranded.reduce((worst, each) => (each.w > worst.w ? each : worst), { id: '', w: 0 })
      return most.w < 1e4 ? 'nothing stranded' : `${megawatts(most.w)} of ${RESOURCES[most.id]?.word ?? most.id} stranded`
    },
    tally() {
      const counts = new Uint32Array(BYTES)
      for (const block of capacities.keys()) counts[byteOf(block)] += 1
      return { counts, note: `${capacities.size} block${capacities.size === 1 ? '' : 's'}` }
    },
  }
}
