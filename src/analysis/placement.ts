/** A placement in words: positions and steps that are alike stand together, resources in the order in which they end. */
import { PLACE_RESOURCES, type PlacementReport, type PlacePosition, type PlaceResource, type PlaceRooms, type PlaceUnlock } from '../results/placement.ts'
import { digits } from './number-text.ts'

export const PLACE_LABELS = Object.fromEntries(PLACE_RESOURCES.map(({ id, label }) => [id, label])) as Readonly<Record<PlaceResource, string>>

/** What binds, in words. */
export const bindingText = (binds: PlaceResource | null): string => (binds === null ? 'nothing' : PLACE_LABELS[binds])

/** Members that agree in `alike`, in order of the first. */
function grouped<T>(members: readonly T[], alike: (member: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const member of members) {
    const key = alike(member)
    const found = groups.get(key)
    if (found === undefined) groups.set(key, [member])
    else found.push(member)
  }
  return [...groups.values()]
}

/** Up to three names, else the first, the last and how many. */
function named(names: readonly string[]): string {
  const distinct = [...new Set(names)]
  return distinct.length <= 3 ? distinct.join(', ') : `${distinct[0]} … ${distinct[distinct.length - 1]} (${distinct.length})`
}

/** Blocks of members that are alike. */
export const blocksNamed = (members: readonly { readonly label: string }[]): string => named(members.map(({ label }) => label))

/** UPS systems of members that are alike; '' where nothing tells them apart. */
export function feedsNamed(members: readonly PlacePosition[]): string {
  const feeds = [...new Set(members.map(position => position.feeds))].filter(name => name !== '')
  return feeds.length === 0 ? '' : `UPS systems ${feeds.length <= 6 ? feeds.join(' ') : named(feeds)}`
}

/** Positions in the order of the report; those with the same rooms and first place stand together. */
export const alikePositions = ({ positions }: PlacementReport): PlacePosition[][] => grouped(positions, ({ rooms, racks, firstPlace }) => JSON.stringify([rooms, racks, firstPlace]))

/** Steps in the order of the report; those that differ in their block alone stand together. */
export const alikeUnlocks = ({ unlocks }: PlacementReport): PlaceUnlock[][] => grouped(unlocks, ({ block: _block, label: _label, ...rest }) => JSON.stringify(rest))

/** Resources that end before all racks stand, the scarcest first. */
export function scarceResources(rooms: PlaceRooms): { readonly id: PlaceResource; readonly label: string; readonly racks: number }[] {
  return PLACE_RESOURCES.flatMap(({ id, label }) => {
    const racks = rooms[id]
    return racks === null ? [] : [{ id, label, racks }]
  }).sort((a, b) => a.racks - b.racks)
}

/** Racks that the whole site takes when all is built. */
export const racksPlaced = ({ placed }: PlacementReport): number => placed.reduce((sum, { racks }) => sum + racks, 0)

/** The answer in a sentence. */
export function placementVerdict(report: PlacementReport): string {
  const { asked, rackW, acceleratorsPerRack, blocks } = report
  const total = racksPlaced(report)
  const [most] = blocks.toSorted((a, b) => b.racks - a.racks)
  if (total === 0) {
    const causes = [...new Set(blocks.map(({ binds }) => bindingText(binds)))]
    const why = causes.length === 1 ? `${causes[0]} binds${blocks.length > 1 ? ' in every block' : ''}` : `what binds is ${causes.join(' or ')}`
    return `None of ${digits(asked)} racks fits: ${why}`
  }
  const gain = `${digits((total * rackW) / 1e6, 1)}\u2009MW and ${digits(total * acceleratorsPerRack)} accelerators`
  const limit = total >= asked ? '' : `; ${bindingText(most?.binds ?? 'supply')} ends first`
  return `${total >= asked ? `All ${digits(asked)}` : `${digits(total)} of ${digits(asked)}`} racks fit, ${gain}${limit}`
}
