/** Fire zones as the run sees them: members as racks and assets, hazards by kind of fire, buttons, neighbours. Static. */
import { type EntityKey, entityKey } from '../../base/rng.ts'
import type { Distribution } from '../../base/distribution.ts'
import type { EpoScope } from '../../scenario/schema/fire-zones.ts'
import type { FireSection } from '../../scenario/schema/fire.ts'
import { type Members, memberIndexes } from '../../scenario/schema/zone-members.ts'
import { TOPOLOGY_SHAPES } from '../../scenario/schema/topologies.ts'
import { type NamedZone, type Neighbour, hasLithium, isIndoors, neighboursOf, protectionOf, zonesOf } from '../../scenario/zones.ts'
import type { Asset, DomainContext } from '../ports.ts'

/** Kinds of fire alarms in code order; `emergencyOff` is no fire, but comes by rate as they do. */
export const FIRES = ['preAlarm', 'incident', 'zone', 'battery', 'transformer', 'generator', 'emergencyOff'] as const
export type Fire = (typeof FIRES)[number]
export const fireCode = (fire: Fire): number => FIRES.indexOf(fire)

/** Time from the first smoke until detectors find it, ms; engineering defaults. */
const DETECTION_MS = { aspirating: 60_000, spot: 180_000 } as const

/** One way in which a zone catches fire. */
export interface Hazard {
  readonly fire: Fire
  readonly perYear: number
  readonly key: EntityKey
  /** Assets of which one burns first; empty where it begins in a rack or nowhere in particular. */
  readonly origins: readonly number[]
}

export interface ZonePlan {
  readonly name: string
  /** −1 for the site. */
  readonly block: number
  readonly key: EntityKey
  /** Racks by index of the world, assets by index of the port, and those of them that move air; ascending. */
  readonly racks: readonly number[]
  readonly assets: readonly number[]
  readonly handlers: readonly number[]
  readonly hazards: readonly Hazard[]
  readonly detectionMs: number
  /** Banks of agent when all are full; 0 where water or nothing puts fires out. */
  readonly banks: number
  readonly refill: Distribution
  /** Racks that may run while its protection is out. */
  readonly racksWhileImpaired: number
  readonly hasInterlock: boolean
  /** Racks that each emergency power-off button takes, as places in `racks`: button b takes those from `begin[b]` to before `begin[b + 1]`. */
  readonly buttons: readonly number[]
  readonly offOnFire: boolean
  /** Work beside a button without cover presses it now and then. */
  readonly isGuarded: boolean
  readonly neighbours: readonly Neighbour[]
  readonly isIndoors: boolean
  /** From here on it can burn, ms. */
  readonly bornMs: number
}

/** What all zones share. */
interface Site {
  readonly ctx: DomainContext
  readonly fire: FireSection
  readonly assets: readonly Asset[]
  readonly indexOf: ReadonlyMap<string, number>
}

/** Indexes of assets whose path is a prefix with a number, of those that are members. */
function numbered({ assets, indexOf }: Site, prefix: string, members: Members | undefined): number[] {
  if (members === undefined) return []
  const count = assets.reduce((most, { path }) => (path.startsWith(`${prefix}[`) && path.endsWith(']') && !path.includes('/', prefix.length) ? most + 1 : most), 0)
  return memberIndexes(members, count).flatMap(index => indexOf.get(`${prefix}[${index}]`) ?? [])
}

interface Parts {
  readonly racks: readonly number[]
  readonly assets: readonly number[]
  readonly batteries: readonly number[]
  readonly transformers: readonly number[]
  readonly engines: readonly number[]
}

function partsOfBlock(site: Site, { block, ofBlock: zone }: Extract<NamedZone, { readonly ofSite?: undefined }>): Parts {
  const { world, scenario } = site.ctx
  const path = world.blocks.path[block]
  const begin = world.blocks.rackBegin[block]
  const { systems } = TOPOLOGY_SHAPES[scenario.blocks[block].power.topology]
  const ups = numbered(site, systems === 1 ? `${path}/ups[0]/module` : `${path}/ups`, zone.ups)
  const batteries = numbered(site, `${path}/ups`, zone.batteries)
  const transformers = numbered(site, `${path}/transformer`, zone.transformers)
  const engines = numbered(site, `${path}/generator`, zone.generators)
  const machines = Object.entries(zone.cooling ?? {}).flatMap(([word, members]) => numbered(site, `${path}/cooling/${word}`, members))
  return {
    racks: memberIndexes(zone.racks, world.blocks.rackBegin[block + 1] - begin).map(index => begin + index),
    assets: [...ups, ...batteries, ...transformers, ...engines, ...machines],
    batteries,
    transformers,
    engines,
  }
}

function partsOfSite(site: Site, { ofSite: zone }: Extract<NamedZone, { readonly ofBlock?: undefined }>): Parts {
  const of = (kind: 'storage' | 'generation', unit: string): number[] => Object.entries(zone[kind] ?? {}).flatMap(([id, members]) => numbered(site, `${kind}[${id}]/${unit}`, members))
  const transformers = numbered(site, 'grid/substation/transformer', zone.substation)
  const [batteries, engines] = [of('storage', 'unit'), of('generation', 'engine')]
  return { racks: [], assets: [...transformers, ...batteries, ...engines], batteries, transformers, engines }
}

/** Racks behind one button each. */
function buttonsOf(scope: EpoScope, racks: readonly number[], rowOf: (rack: number) => number): number[] {
  if (scope === 'none' || racks.length === 0) return [0]
  if (scope === 'hall') return [0, racks.length]
  const isFirst = (at: number): boolean => scope === 'rack' || at === 0 || rowOf(racks[at]) !== rowOf(racks[at - 1])
  return [...racks.keys()].filter(isFirst).concat(racks.length)
}

function hazardsOf({ ctx, fire }: Site, zone: NamedZone, parts: Parts, buttons: number): Hazard[] {
  const { rates } = fire
  const halls = parts.racks.length > 0 ? 1 : 0
  const cells = hasLithium(zone, ctx.scenario.blocks, zone.block) ? parts.batteries : []
  const counts: Readonly<Record<Fire, { readonly of: number; readonly origins: readonly number[] }>> = {
    preAlarm: { of: halls, origins: [] },
    incident: { of: halls, origins: [] },
    zone: { of: halls, origins: [] },
    battery: { of: cells.length, origins: cells },
    transformer: { of: parts.transformers.length, origins: parts.transformers },
    generator: { of: parts.engines.length, origins: parts.engines },
    emergencyOff: { of: buttons, origins: [] },
  }
  return FIRES.map(kind => ({ fire: kind, perYear: rates[kind] * counts[kind].of, key: entityKey(ctx.world.root, `${zone.name}/fire/${kind}`), origins: counts[kind].origins }))
}

function planZone(site: Site, zone: NamedZone, neighbours: readonly Neighbour[]): ZonePlan {
  const { ctx, assets } = site
  const { world, scenario } = ctx
  const parts = zone.ofBlock === undefined ? partsOfSite(site, zone) : partsOfBlock(site, zone)
  const { suppression, reserve, refill, impairedLoad, hvacInterlock, detection, emergencyOff } = protectionOf(zone)
  const section = zone.block < 0 ? 1 : scenario.blocks[zone.block].power.distribution.section
  const buttons = buttonsOf(emergencyOff.scope, parts.racks, rack => Math.floor((rack - world.blocks.rackBegin[zone.block]) / section))
  const own = [...new Set(parts.assets)].sort((a, b) => a - b)
  return {
    name: zone.name,
    block: zone.block,
    key: entityKey(world.root, `${zone.name}/fire`),
    racks: parts.racks,
    assets: own,
    handlers: own.filter(asset => assets[asset].kind === 'airHandler'),
    hazards: hazardsOf(site, zone, parts, buttons.length - 1),
    detectionMs: DETECTION_MS[detection],
    banks: suppression === 'clean-agent' ? (reserve ? 2 : 1) : 0,
    refill,
    racksWhileImpaired: Math.floor(impairedLoad * parts.racks.length),
    hasInterlock: hvacInterlock,
    buttons,
    offOnFire: emergencyOff.onFire && buttons.length > 1,
    isGuarded: emergencyOff.guarded || buttons.length === 1,
    neighbours,
    isIndoors: isIndoors(zone),
    bornMs: zone.block < 0 ? 0 : Math.max(0, world.blocks.contractMs[zone.block]),
  }
}

/** All zones, those of the blocks first. */
export function planZones(ctx: DomainContext, fire: FireSection, assets: readonly Asset[]): ZonePlan[] {
  const site: Site = { ctx, fire, assets, indexOf: new Map(assets.map(({ path }, index) => [path, index])) }
  const zones = zonesOf(ctx.scenario)
  const neighbours = neighboursOf(zones)
  return zones.map((zone, index) => planZone(site, zone, neighbours[index]))
}
