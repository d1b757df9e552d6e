/** The layers that the scene and its table colour racks, blocks and zones by. */
import { type ZonePlaces, zoneStateCode } from '../results/zones.ts'
import type { Compute } from './compute/compute.ts'
import { MOST_LOAD, type NetworkPlaces } from '../results/network-places.ts'
import type { Access } from './facility/access.ts'
import type { FireZones } from './facility/zones.ts'
import type { Gates } from './ledger/gates.ts'
import type { NetworkLoads } from './fabric/fabric.ts'
import type { CoolingView, DomainContext, WeatherNow } from './ports.ts'
import { createRecorder, type Layer, type Recorder } from './recorder.ts'

export interface SceneSources {
  readonly gates: Gates
  readonly compute: Compute
  readonly cooling: CoolingView
  readonly fireZones: FireZones | undefined
  readonly access: Access | undefined
  readonly loads: NetworkLoads
  readonly weather: () => Pick<WeatherNow, 'dryBulbC' | 'wetBulbC'>
}

/** Zones change when something happens, not when a window closes: these layers are sampled then. */
const ZONE_LAYERS = ['zoneState', 'securityPeople'] as const

function zoneLayers({ fireZones, access }: SceneSources): Layer[] {
  const fire: Layer[] = fireZones === undefined ? [] : [{ id: 'zoneState', entities: fireZones.places.length, read: zone => zoneStateCode(fireZones.stateOf(zone)) }]
  const security: Layer[] = access === undefined ? [] : [{ id: 'securityPeople', entities: access.places.length, read: access.peopleIn }]
  return [...fire, ...security]
}

/** Steps of network load, thousandths: finer changes are not written down. */
const LOAD_STEP = 20

/** A share in thousandths, in steps upwards; −1 stays. */
const thousandths = (share: number): number => (share < 0 ? -1 : Math.min(MOST_LOAD, Math.ceil((share * 1000) / LOAD_STEP - 1e-9) * LOAD_STEP))

function networkLayers({ world: { leaves, blocks } }: DomainContext, { loads }: SceneSources): Layer[] {
  return [
    { id: 'leafLoad', entities: leaves.count, read: leaf => thousandths(loads.leaf(leaf)) },
    { id: 'spineLoad', entities: blocks.count, read: block => thousandths(loads.spine(block)) },
    { id: 'podLoad', entities: blocks.count, read: block => thousandths(loads.pod(block)) },
  ]
}

/** Dry bulb and wet bulb outdoors, tenths of a degree. */
const outdoorLayer = ({ weather }: SceneSources): Layer => ({ id: 'outdoor', entities: 2, read: which => Math.round((which === 0 ? weather().dryBulbC : weather().wetBulbC) * 10) })

/** What the network layers are about. */
export function networkPlaces({ leaves, nodes }: DomainContext['world']): NetworkPlaces {
  const racks = (node: (leaf: number) => number): Int32Array => Int32Array.from({ length: leaves.count }, (_, leaf) => nodes.rack[node(leaf)])
  return { block: leaves.block.slice(), firstRack: racks(leaf => leaves.nodeBegin[leaf]), lastRack: racks(leaf => leaves.nodeBegin[leaf + 1] - 1) }
}

export function createSceneRecorder(ctx: DomainContext, sources: SceneSources): Recorder {
  const { racks, lots, blocks } = ctx.world
  const { gates, compute, cooling } = sources
  const isFirst = lots.predecessor.every(lot => lot < 0)
  const firstNode = isFirst ? (rack: number): number => racks.nodeBegin[rack] : (rack: number): number => racks.nodeBegin[rack] + lots.nodeOffset[gates.lotOn(rack)]
  const ofRacks = { entities: racks.count }
  const ofBlocks = { entities: blocks.count }
  const layers: Layer[] = [
    { id: 'rackBucket', ...ofRacks, read: rack => gates.closedBy(firstNode(rack)) + 1 },
    { id: 'rackDown', ...ofRacks, read: rack => gates.closedNodes(rack) },
    { id: 'rackBusy', ...ofRacks, read: rack => compute.rackBusyNodes(rack) },
    { id: 'rackJob', ...ofRacks, read: rack => compute.rackJob(rack) },
    { id: 'rackPower', ...ofRacks, read: compute.rackDrawW },
    { id: 'blockCoolant', ...ofBlocks, read: block => Math.round(cooling.coolantC[block] * 10) },
    { id: 'blockAir', ...ofBlocks, read: block => Math.round(cooling.inletAirC[block] * 10) },
    { id: 'blockThrottle', ...ofBlocks, read: block => Math.round(cooling.throttle[block] * 1000) },
    ...zoneLayers(sources),
    ...networkLayers(ctx, sources),
    outdoorLayer(sources),
  ]
  return createRecorder(ctx.kernel, ctx.state, layers)
}

/** Writes down what changed in the zones just now. */
export function noteZones(recorder: Recorder | undefined): void {
  for (const id of ZONE_LAYERS) recorder?.note(id)
}

/** Zones and what stands in them; undefined where the scenario has none. */
export function zonePlaces({ fireZones, access }: Pick<SceneSources, 'fireZones' | 'access'>): ZonePlaces | undefined {
  return fireZones === undefined && access === undefined ? undefined : { fire: fireZones?.places ?? [], security: access?.places ?? [] }
}
