/** The network at a time: what jobs ask of each tier, which links are lost, and what a selection spans. */
import type { ChangeLog, RunResult } from '../../results/run-result.ts'
import { planeCount } from '../../scenario/fabric-ports.ts'
import type { Selection } from '../state/view.ts'
import { leafGroups, leafOfRack, type LeafGroup } from './leaf-groups.ts'
import { lotOf } from './racks.ts'
import { createReplay, type Replay } from './replay.ts'
import { racksOf } from './selection.ts'
import type { SiteNow } from './site-now.ts'

export interface NetworkState {
  readonly groups: readonly LeafGroup[]
  /** Asked of the healthy bandwidth upwards of each leaf group, 0–…; −1 where it is not known or there is no such tier. */
  readonly leafLoad: readonly number[]
  /** Of the spines of each block, and of the links of each block to others. */
  readonly spineLoad: readonly number[]
  readonly podLoad: readonly number[]
  /** Links of each leaf group that are lost now. */
  readonly lost: readonly number[]
  /** Bandwidth of the healthy uplinks of each leaf group, each way, bit/s. */
  readonly bitsPerS: readonly number[]
}

const LOADS = ['leafLoad', 'spineLoad', 'podLoad'] as const
const THOUSAND = 1000
const BITS = 8

const replays = new WeakMap<RunResult, ReadonlyMap<string, Replay>>()

function replaysOf(run: RunResult): ReadonlyMap<string, Replay> {
  const found = replays.get(run) ?? new Map(LOADS.flatMap(id => {
    const log = run.logs.find(each => each.id === id)
    return log === undefined ? [] : [[id, createReplay(log)] as const]
  }))
  replays.set(run, found)
  return found
}

/** Links lost less links restored, by leaf group. */
function lostLinks(log: ChangeLog | undefined, count: number, atMs: number): number[] {
  const lost = new Array<number>(count).fill(0)
  if (log === undefined) return lost
  for (let row = 0; row < log.atMs.length && log.atMs[row] <= atMs; row++) if (log.entity[row] < count) lost[log.entity[row]] -= log.value[row]
  return lost.map(links => Math.max(0, links))
}

export function networkState(now: SiteNow): NetworkState {
  const groups = leafGroups(now)
  const { run, atMs, scenario } = now
  const known = run === null ? undefined : replaysOf(run)
  const loadsOf = (id: (typeof LOADS)[number], count: number): number[] => {
    const replay = known?.get(id)
    if (replay?.values.length !== count) return new Array<number>(count).fill(-1)
    replay.seek(atMs)
    return Array.from(replay.values, value => (value < 0 ? -1 : value / THOUSAND))
  }
  return {
    groups,
    leafLoad: loadsOf('leafLoad', groups.length), spineLoad: loadsOf('spineLoad', scenario.blocks.length), podLoad: loadsOf('podLoad', scenario.blocks.length),
    lost: lostLinks(run?.logs.find(({ id }) => id === 'linkChanged'), groups.length, atMs),
    bitsPerS: groups.map(({ begin, end }) => {
      const { lot } = lotOf(now, begin)
      return ((end - begin) * lot.nodes * lot.acceleratorsPerNode * lot.nicBandwidth * BITS) / scenario.fabric.leaf.oversubscription
    }),
  }
}

/** Leaf groups that a selection spans; empty where it spans none. */
export function spanOf(now: SiteNow, selection: Selection | null): ReadonlySet<number> {
  if (selection === null) return new Set()
  const groups = leafGroups(now)
  return new Set(racksOf(now, selection).map(rack => leafOfRack(groups, rack)))
}

export interface LoadClass {
  readonly id: 'none' | 'low' | 'mid' | 'high' | 'over'
  readonly label: string
  readonly upTo: number
}

/** Classes of load, told apart by shade and by hatching. */
export const LOAD_CLASSES: readonly LoadClass[] = [
  { id: 'none', label: 'Nothing asked, or not known', upTo: 0 },
  { id: 'low', label: 'Up to 50\u2009%', upTo: 0.5 },
  { id: 'mid', label: 'Up to 80\u2009%', upTo: 0.8 },
  { id: 'high', label: 'Up to 100\u2009%', upTo: 1 },
  { id: 'over', label: 'Over 100\u2009%: jobs slow down', upTo: Infinity },
]
export const classOf = (load: number): LoadClass => LOAD_CLASSES.find(({ upTo }) => load <= upTo) ?? LOAD_CLASSES[0]

/** Kinds in words, with what stands above the leaf switches. */
export function fabricWords({ scenario }: Pick<SiteNow, 'scenario'>): { readonly name: string; readonly hasSpines: boolean } {
  const { fabric } = scenario
  const planes = planeCount(fabric)
  const names: Readonly<Record<string, string>> = { 'rail-fat-tree': 'Fat tree by rails', 'fat-tree': 'Fat tree', 'leaf-spine': 'Leaf and spine', 'dual-plane': 'Rails in two planes', dragonfly: 'Dragonfly' }
  return { name: `${names[fabric.kind] ?? fabric.kind}${planes > 1 && fabric.kind !== 'dual-plane' ? `, ${planes} planes` : ''}`, hasSpines: fabric.kind !== 'dragonfly' }
}
