/** All fire zones of a file in one list, with names that hold across the site, and which of them reach each other. */
import type { FireZone, SiteZone } from './schema/fire-zones.ts'
import type { Scenario } from './schema/scenario.ts'

type Place = readonly (string | number)[]

/** A zone with where it stands; `block` is −1 for those of the site. */
export type NamedZone = { readonly name: string; readonly path: Place } & (
  | { readonly block: number; readonly ofBlock: FireZone; readonly ofSite?: undefined }
  | { readonly block: -1; readonly ofSite: SiteZone; readonly ofBlock?: undefined }
)

/** What zones of blocks and of the site state alike. */
export const protectionOf = (zone: NamedZone): FireZone | SiteZone => zone.ofBlock ?? zone.ofSite

/** Zones of the blocks in file order as `hall/ups-a`, then those of the site by their name. */
export function zonesOf({ blocks, fire }: Pick<Scenario, 'blocks' | 'fire'>): NamedZone[] {
  return [
    ...blocks.flatMap(({ id, power }, block) =>
      Object.entries(power.fireZones ?? {}).map(([name, ofBlock]): NamedZone => ({ name: `${id}/${name}`, path: ['blocks', block, 'power', 'fireZones', name], block, ofBlock })),
    ),
    ...Object.entries(fire?.zones ?? {}).map(([name, ofSite]): NamedZone => ({ name, path: ['fire', 'zones', name], block: -1, ofSite })),
  ]
}

/** Whether a block's id is meant: itself, or the entry that it is an instance of. */
export const isBlockNamed = (id: string, written: string): boolean => id === written || id.startsWith(`${written}[`)

/** Whether a zone is meant by `hall/ups-a`, by the same of an entry with a count, or by the name of a zone of the site. */
export function isZoneNamed({ name, block }: Pick<NamedZone, 'name' | 'block'>, written: string): boolean {
  if (name === written || block < 0) return name === written
  const [ofName, ofWritten] = [name.lastIndexOf('/'), written.lastIndexOf('/')]
  return ofWritten > 0 && name.slice(ofName) === written.slice(ofWritten) && isBlockNamed(name.slice(0, ofName), written.slice(0, ofWritten))
}

/** A zone of the same block is meant by its bare name too; a name of the site comes after. */
export function findNeighbours(zones: readonly NamedZone[], of: NamedZone, written: string): number[] {
  const own = zones.findIndex(({ block, name }) => block === of.block && name.slice(name.lastIndexOf('/') + 1) === written)
  return own >= 0 ? [own] : zones.flatMap((zone, index) => (zone !== of && isZoneNamed(zone, written) ? [index] : []))
}

const INDOOR_MACHINES = ['handler', 'cdu']

/** Rooms, as against yards: what holds racks, UPS systems, their batteries, or machines that move the air of the hall. */
export function isIndoors({ ofBlock }: NamedZone): boolean {
  if (ofBlock === undefined) return false
  const { racks, ups, batteries, cooling = {} } = ofBlock
  return racks !== undefined || ups !== undefined || batteries !== undefined || INDOOR_MACHINES.some(kind => cooling[kind] !== undefined)
}

export interface Neighbour {
  readonly zone: number
  /** m; 0 with a wall in common. */
  readonly distance: number
}

/** Neighbours of every zone, each pair told at both; the shorter distance where both state one. */
export function neighboursOf(zones: readonly NamedZone[]): Neighbour[][] {
  const distances = zones.map(() => new Map<number, number>())
  const join = (a: number, b: number, distance: number): void => {
    for (const [from, to] of [[a, b], [b, a]]) distances[from].set(to, Math.min(distances[from].get(to) ?? Infinity, distance))
  }
  zones.forEach((zone, index) => {
    const { neighbours } = protectionOf(zone)
    if (neighbours !== undefined) {
      for (const { zone: written, distance } of neighbours) for (const other of findNeighbours(zones, zone, written)) join(index, other, distance)
      return
    }
    if (!isIndoors(zone)) return
    // Zones of a block stand together in the list.
    for (let at = index + 1; at < zones.length && zones[at].block === zone.block; at++) {
      if (protectionOf(zones[at]).neighbours === undefined && isIndoors(zones[at])) join(index, at, 0)
    }
  })
  return distances.map(map => [...map].sort(([a], [b]) => a - b).map(([zone, distance]) => ({ zone, distance })))
}

/** Units of what holds batteries in a zone that can burn by themselves: none where the UPS batteries are lead-acid. */
export function hasLithium({ ofBlock, ofSite }: NamedZone, blocks: Scenario['blocks'], block: number): boolean {
  if (ofSite !== undefined) return ofSite.storage !== undefined
  const { ups } = blocks[block].power
  return ofBlock.batteries !== undefined && ups.chemistry === 'lithium-ion' && ups.rideThrough > 0
}
