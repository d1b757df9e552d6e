/** Redundancy groups of equipment: which assets stand in for each other, what one of them takes with it, and how many can still be spared. */
import type { Asset, AssetPort } from '../ports.ts'

export interface Groups {
  readonly port: AssetPort
  readonly count: number
  readonly members: readonly Int32Array[]
  /** Members that must work, by group; 0 for what nothing depends on. */
  readonly needed: Int32Array
  groupOf(asset: number): number
  /** The group of an asset and those of what it carries. */
  touched(asset: number): readonly number[]
  /** Assets that carry this one. */
  carriersOf(asset: number): readonly number[]
  /** In service, and so is what carries it. */
  isServing(asset: number): boolean
  /** Members beyond those needed that serve now; negative when too few do. */
  spare(group: number): number
  /** The least that can be spared in any group that an asset touches; Infinity where nothing depends on it. */
  spareAround(asset: number): number
}

const unique = (list: readonly number[]): number[] => [...new Set(list)].sort((a, b) => a - b)

/** Index of each group by name, and its members. */
function gather(assets: readonly Asset[]): { index: Map<string, number>; members: number[][] } {
  const index = new Map<string, number>()
  const members: number[][] = []
  assets.forEach(({ group }, asset) => {
    const known = index.get(group) ?? index.size
    index.set(group, known)
    ;(members[known] ??= []).push(asset)
  })
  return { index, members }
}

/** Static tables over the assets of a site; `keep` says how many members of a group must stay in service, at least. */
export function createGroups(port: AssetPort, keep: (asset: Asset) => number = ({ needed }) => needed): Groups {
  const { assets } = port
  const { index, members } = gather(assets)
  const groupIndex = Int32Array.from(assets, ({ group }) => index.get(group) ?? -1)
  const byPath = new Map(assets.map(({ path }, asset) => [path, asset]))
  const carried = assets.map(({ carries }) => carries.flatMap(path => byPath.get(path) ?? []))
  const carriers = assets.map((): number[] => [])
  carried.forEach((list, asset) => {
    for (const other of list) carriers[other].push(asset)
  })
  const touched = assets.map((_, asset) => unique([groupIndex[asset], ...carried[asset].map(other => groupIndex[other])]))
  const needed = Int32Array.from(members, list => list.reduce((most, asset) => Math.max(most, keep(assets[asset])), 0))
  const isServing = (asset: number): boolean => port.isUp(asset) && carriers[asset].every(carrier => port.isUp(carrier))
  const groups: Groups = {
    port,
    count: members.length,
    members: members.map(list => Int32Array.from(list)),
    needed,
    groupOf: asset => groupIndex[asset],
    touched: asset => touched[asset],
    carriersOf: asset => carriers[asset],
    isServing,
    spare(group) {
      let serving = 0
      for (const asset of groups.members[group]) if (isServing(asset)) serving += 1
      return serving - needed[group]
    },
    spareAround: asset => touched[asset].reduce((least, group) => (needed[group] === 0 ? least : Math.min(least, groups.spare(group))), Infinity),
  }
  return groups
}
