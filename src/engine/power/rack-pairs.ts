/** Which pair of UPS systems each rack of a block hangs on, as wired in the file or as the topology says. */
import type { RackFeedsSection } from '../../scenario/schema/rack-feeds.ts'
import { TOPOLOGY_SHAPES, type TopologyId } from '../../scenario/schema/topologies.ts'
import { NO_SYSTEM, type Pair, TOPOLOGY } from './redundancy.ts'

export interface RackPairs {
  readonly pairs: readonly Pair[]
  /** Pair of each rack, by its index in the block. */
  readonly rackPair: Int32Array
}

/** Share of the first cord while both feeds live. */
function cordShare({ cords, share }: RackFeedsSection): number {
  if (cords === 'weighted') return share
  return cords === 'shared' ? 0.5 : 1
}

/** Pairs for racks with two cords, or behind the switches of a reserve. */
function basePairs(id: TopologyId, section: RackFeedsSection): Pair[] {
  const topology = TOPOLOGY[id]
  if (section.pairs === undefined) return topology.pairs.map(pair => (pair.hasSwitch === true || pair.second === NO_SYSTEM ? pair : { ...pair, firstShare: cordShare(section) }))
  return section.pairs.map(({ first, second, share }) => {
    if (second === undefined) return { first: first - 1, second: NO_SYSTEM, firstShare: 1 }
    const ends = { first: first - 1, second: second - 1 }
    return topology.hasReserve === true && ends.second === topology.systems - 1 ? { ...ends, firstShare: 1, hasSwitch: true } : { ...ends, firstShare: share ?? cordShare(section) }
  })
}

/** The same pair for racks with one cord: on its first system alone, or behind a switch between both. */
const withOneCord = ({ first, second }: Pair, hasSwitch: boolean): Pair => (hasSwitch ? { first, second, firstShare: 1, hasSwitch } : { first, second: NO_SYSTEM, firstShare: 1 })

/** Base pair of every rack: in file order as listed, else round all pairs, so that they stay balanced. */
function baseOf(section: RackFeedsSection, pairCount: number, rackCount: number): Int32Array {
  if (section.pairs === undefined) return Int32Array.from({ length: rackCount }, (_, rack) => rack % pairCount)
  return Int32Array.from(section.pairs.flatMap(({ racks }, pair) => new Array<number>(racks).fill(pair))).slice(0, rackCount)
}

/** Divides `rackCount` racks of a block over pairs of its systems. Racks with one cord are spread evenly over the list. */
export function rackPairs(id: TopologyId, section: RackFeedsSection, rackCount: number): RackPairs {
  const base = basePairs(id, section)
  const rackPair = baseOf(section, base.length, rackCount)
  const share = section.perRack === 1 ? 1 : section.single
  const singles = TOPOLOGY_SHAPES[id].feeds === 1 || TOPOLOGY[id].hasReserve === true ? 0 : Math.round(share * rackCount)
  if (singles === 0) return { pairs: base, rackPair }
  const pairs = [...base, ...base.map(pair => withOneCord(pair, section.transferSwitch))]
  for (let i = 0; i < singles; i++) {
    const rack = Math.floor((i * rackCount) / singles)
    rackPair[rack] += base.length
  }
  return { pairs, rackPair }
}
