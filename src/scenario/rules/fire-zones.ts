/** Rules of fire zones: what stands in one exists and stands in no other, redundancy is not lost in one fire, protection fits what burns. */
import { perPlace, placeCount } from '../lots.ts'
import { memberIndexes, missingMembers, type Members } from '../schema/zone-members.ts'
import type { Scenario } from '../schema/scenario.ts'
import { TOPOLOGY_SHAPES } from '../schema/topologies.ts'
import { type NamedZone, findNeighbours, hasLithium, isZoneNamed, neighboursOf, protectionOf, zonesOf } from '../zones.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]
type Site = Pick<Scenario, 'blocks' | 'fire' | 'storage' | 'generation' | 'grid'>
type Path = Finding['path']

interface Group {
  readonly key: string
  readonly members: Members | undefined
  readonly count: number
  readonly name: string
  readonly path: Path
}

const KINDS = ['racks', 'ups', 'batteries', 'transformers', 'generators'] as const

/** How many of each there are in a block to stand in a zone; cooling machines are counted by who sizes them. */
function countsOf(block: Block): Readonly<Record<(typeof KINDS)[number], { readonly count: number; readonly name: string }>> {
  const { topology, ups, transformers, generators } = block.power
  const { systems } = TOPOLOGY_SHAPES[topology]
  return {
    racks: { count: placeCount(block), name: 'racks' },
    ups: systems === 1 ? { count: ups.count, name: 'UPS modules' } : { count: systems, name: 'UPS systems' },
    batteries: { count: systems, name: 'UPS systems' },
    transformers: { count: transformers.count, name: 'block transformers' },
    generators: { count: generators?.count ?? 0, name: 'standby sets' },
  }
}

/** All that a zone lists, with how many of each there are. */
function groupsOf(site: Site, zone: NamedZone): Group[] {
  if (zone.ofBlock !== undefined) {
    const counts = countsOf(site.blocks[zone.block])
    return KINDS.map(kind => ({ key: `${zone.block} ${kind}`, members: zone.ofBlock[kind], ...counts[kind], path: [...zone.path, kind] }))
  }
  const of = (kind: 'storage' | 'generation', items: readonly { readonly id: string; readonly count: number }[], name: string): Group[] =>
    Object.entries(zone.ofSite[kind] ?? {}).map(([id, members]) => ({ key: `${kind} ${id}`, members, count: items.find(item => item.id === id)?.count ?? 0, name: `${name} ${id}`, path: [...zone.path, kind, id] }))
  return [
    { key: 'substation', members: zone.ofSite.substation, count: site.grid.substation?.transformers.count ?? 0, name: 'substation transformers', path: [...zone.path, 'substation'] },
    ...of('storage', site.storage, 'units of storage'),
    ...of('generation', site.generation, 'engines of plant'),
  ]
}

/** Members that do not exist. A list of its own shows which entry it is. */
function missing(site: Site, zone: NamedZone): Finding[] {
  return groupsOf(site, zone).flatMap(({ members, count, name, path }) => {
    const allowed = count === 0 ? 'none' : `1 to ${count}`
    const where = zone.ofBlock === undefined ? 'the site has' : 'the block has'
    if (members !== undefined && count === 0) return [{ path, message: `does not exist: ${where} no ${name}`, allowed }]
    return missingMembers(members, count).map(({ at, number }): Finding => ({ path: [...path, at], message: `does not exist: ${where} ${count} ${name}`, value: String(number), allowed }))
  })
}

/** Members of a zone that another zone before it has too. */
function doubled(site: Site, zones: readonly NamedZone[]): Finding[] {
  const owners = new Map<string, string>()
  return zones.flatMap(zone => groupsOf(site, zone).flatMap(({ key, members, count, path, name }): Finding[] => {
    const taken = memberIndexes(members, count).filter(index => owners.has(`${key} ${index}`))
    for (const index of memberIndexes(members, count)) if (!owners.has(`${key} ${index}`)) owners.set(`${key} ${index}`, zone.name)
    if (taken.length === 0) return []
    return [{ path, message: `stands in zone ${owners.get(`${key} ${taken[0]}`) ?? ''} as well: number ${taken[0] + 1} of the ${name}`, allowed: 'one zone for each' }]
  }))
}

function strangers(zones: readonly NamedZone[]): Finding[] {
  const names = zones.map(({ name }) => name).join(', ')
  return zones.flatMap(zone => (protectionOf(zone).neighbours ?? []).flatMap(({ zone: written }, at): Finding[] =>
    findNeighbours(zones, zone, written).length > 0 ? [] : [{ path: [...zone.path, 'neighbours', at, 'zone'], message: 'is no fire zone of the file', value: written, allowed: names }]))
}

/** Topologies in which two sides stand for each other; all other redundant ones lose a part only. */
const isTwoSided = ({ power }: Block): boolean => power.topology === '2n'

/** Redundant groups of a block that stand in one zone as a whole. */
function redundancyIn(site: Site, zone: NamedZone, isTwoN: boolean): Finding[] {
  if (zone.ofBlock === undefined) return []
  const block = site.blocks[zone.block]
  const isRedundant = block.power.topology !== 'n'
  return groupsOf(site, zone).flatMap(({ key, members, count, name, path }): Finding[] => {
    if (key.endsWith('racks') || count < 2 || !isRedundant || memberIndexes(members, count).length < count) return []
    const isSides = isTwoSided(block) && (key.endsWith('ups') || key.endsWith('batteries'))
    if (isSides !== isTwoN) return []
    const message = isSides ? 'takes both sides of 2N in one fire' : `takes all ${count} ${name} in one fire, which back each other`
    return [{ path, message, allowed: isSides ? 'one side a zone; or a waiver' : 'no more of them in one zone than may be lost' }]
  })
}

/** Gaseous agent does not stop cells that heat themselves: they need water. */
function agents({ blocks }: Site, zones: readonly NamedZone[]): Finding[] {
  return zones.flatMap((zone): Finding[] => {
    const { suppression } = protectionOf(zone)
    if ((suppression !== 'clean-agent' && suppression !== 'none') || !hasLithium(zone, blocks, zone.block)) return []
    const what = suppression === 'none' ? 'leaves lithium-ion batteries without protection' : 'is the sole protection of lithium-ion batteries, and does not cool them'
    return [{ path: [...zone.path, 'suppression'], message: what, value: suppression, allowed: 'water: pre-action, wet or water-mist' }]
  })
}

/** A button for a hall takes at most this much. */
const EPO_MAX_W = 20_000_000

function buttons({ blocks }: Site, zones: readonly NamedZone[]): Finding[] {
  return zones.flatMap((zone): Finding[] => {
    if (zone.ofBlock?.emergencyOff.scope !== 'hall') return []
    const rackW = perPlace(blocks[zone.block], lot => lot.max)
    const w = memberIndexes(zone.ofBlock.racks, rackW.length).reduce((sum, rack) => sum + rackW[rack], 0)
    if (w <= EPO_MAX_W) return []
    return [{ path: [...zone.path, 'emergencyOff', 'scope'], message: `lets one button switch off ${(w / 1e6).toFixed(1)} MW`, value: 'hall', allowed: 'row, rack or none above 20 MW' }]
  })
}

const H = 3_600_000
const WALL_MS = 2 * H
const INSURED_WALL_MS = 3 * H
/** Least distance without a rated wall, m: batteries NFPA 855, transformers with oil FM DS 5-4 (engineering reading), engines NFPA 37. */
const DISTANCE = { batteries: 3, transformers: 7.6, engines: 1.5, none: 0 } as const

function distanceOf(zone: NamedZone, blocks: Scenario['blocks']): { readonly least: number; readonly what: string } {
  const { ofBlock, ofSite } = zone
  const hasOil = ofBlock?.transformers !== undefined || ofSite?.substation !== undefined
  if (hasOil) return { least: DISTANCE.transformers, what: 'transformers' }
  if (hasLithium(zone, blocks, zone.block)) return { least: DISTANCE.batteries, what: 'lithium-ion batteries' }
  const hasEngines = ofBlock?.generators !== undefined || ofSite?.generation !== undefined
  return hasEngines ? { least: DISTANCE.engines, what: 'engines' } : { least: DISTANCE.none, what: 'nothing' }
}

/** Pairs of zones nearer than the rule with less wall than it asks for. */
function separations(site: Pick<Scenario, 'blocks' | 'fire' | 'insurance'>): Finding[] {
  const zones = zonesOf(site)
  const units = Object.values(site.insurance?.units ?? {})
  const unitOf = (zone: NamedZone): number => units.findIndex(unit => unit.zones.some(written => isZoneNamed(zone, written)))
  return neighboursOf(zones).flatMap((neighbours, index) => neighbours.flatMap(({ zone: other, distance }): Finding[] => {
    if (other < index) return []
    const [a, b] = [zones[index], zones[other]]
    const wallMs = Math.max(protectionOf(a).rating, protectionOf(b).rating)
    const [first, second] = [distanceOf(a, site.blocks), distanceOf(b, site.blocks)]
    const rules = first.least >= second.least ? first : second
    const isAcrossUnits = unitOf(a) !== unitOf(b) && unitOf(a) >= 0 && unitOf(b) >= 0 && distance === 0
    const neededMs = isAcrossUnits ? INSURED_WALL_MS : WALL_MS
    if (wallMs >= neededMs || (distance >= rules.least && distance > 0)) return []
    const why = isAcrossUnits ? 'between two insurance units' : distance === 0 ? 'with a wall in common' : `less than the ${rules.least} m that ${rules.what} keep`
    const allowed = `a wall of ${neededMs / H} h (rating)${rules.least > 0 ? ` or ${rules.least} m of distance` : ''}`
    return [{ path: [...a.path, 'rating'], message: `is too little towards ${b.name}, at ${distance} m: ${why}`, value: `${(wallMs / H).toFixed(1)} h`, allowed }]
  }))
}

/** Units name zones that exist. */
function insured({ insurance, ...site }: Pick<Scenario, 'blocks' | 'fire' | 'insurance'>): Finding[] {
  const zones = zonesOf(site)
  return Object.entries(insurance?.units ?? {}).flatMap(([name, unit]) => unit.zones.flatMap((written, at): Finding[] =>
    zones.some(zone => isZoneNamed(zone, written)) ? [] : [{ path: ['insurance', 'units', name, 'zones', at], message: 'is no fire zone of the file', allowed: zones.length === 0 ? 'none: the file has no fire zones' : zones.map(zone => zone.name).slice(0, 12).join(', ') }]))
}

const SITE = ['blocks', 'fire', 'storage', 'generation', 'grid'] as const

export const fireZoneRules: readonly Rule[] = [
  rule('fire-zone', 'error', SITE, site => {
    const zones = zonesOf(site)
    return [...zones.flatMap(zone => missing(site, zone)), ...doubled(site, zones), ...strangers(zones)]
  }),
  rule('fire-zone', 'error', ['blocks', 'fire', 'insurance'], insured),
  rule('ZONE_REDUND', 'waivable', SITE, site => zonesOf(site).flatMap(zone => redundancyIn(site, zone, true))),
  rule('ZONE_REDUND', 'warn', SITE, site => zonesOf(site).flatMap(zone => redundancyIn(site, zone, false))),
  rule('AGENT_WATER', 'error', SITE, site => agents(site, zonesOf(site))),
  rule('EPO_SCOPE', 'warn', SITE, site => buttons(site, zonesOf(site))),
  rule('SEPARATION', 'error', ['blocks', 'fire', 'insurance'], separations),
]
