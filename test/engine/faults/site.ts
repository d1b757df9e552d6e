/** A hand-made site for tests: facility and faults on a small world, with gates and compute that only remember. */
import type { EngineEvent } from '../../../src/engine/events.ts'
import { createFacility, type Facility } from '../../../src/engine/facility/facility.ts'
import { createFaults, type Faults } from '../../../src/engine/faults/faults.ts'
import { createKernel, type Kernel } from '../../../src/engine/kernel/kernel.ts'
import { createState, type State } from '../../../src/engine/kernel/state.ts'
import type { ComputePort, DomainContext, FacilityPort, ReworkCause, World } from '../../../src/engine/ports.ts'
import { blockCoolingSection } from '../../../src/scenario/schema/block-cooling.ts'
import { blockFabricSection } from '../../../src/scenario/schema/block-fabric.ts'
import { blockRacksSection } from '../../../src/scenario/schema/block-racks.ts'
import { facilitySection } from '../../../src/scenario/schema/facility.ts'
import { faultsSection } from '../../../src/scenario/schema/faults.ts'
import { procurementSection } from '../../../src/scenario/schema/procurement.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { recordingGates, type TinyWorld, tinyWorld } from '../world.ts'

export interface ComputeCall {
  readonly atMs: number
  readonly call: 'nodeStalled' | 'faultDetected' | 'jobFaulted'
  readonly node: number
  readonly rework?: ReworkCause
}

/** Compute that only remembers; every node holds a job unless `busy` says otherwise. */
export function recordingCompute(now: () => number, busy: (node: number) => boolean = () => true): ComputePort & { readonly calls: ComputeCall[]; readonly slowed: { readonly atMs: number; readonly node: number; readonly speed: number }[] } {
  const calls: ComputeCall[] = []
  const slowed: { atMs: number; node: number; speed: number }[] = []
  const none = new Int32Array(0)
  const unused = (): void => undefined
  const noneW = new Float64Array(0)
  return {
    calls,
    slowed,
    jobOf: node => (busy(node) ? node : -1),
    nodeStalled(node) {
      calls.push({ atMs: now(), call: 'nodeStalled', node })
      return busy(node)
    },
    faultDetected: (node, rework) => void calls.push({ atMs: now(), call: 'faultDetected', node, rework }),
    jobFaulted: (node, rework) => void calls.push({ atMs: now(), call: 'jobFaulted', node, rework }),
    nodeSlowed: (node, speed) => void slowed.push({ atMs: now(), node, speed }),
    nodeCorrupted: unused,
    nodeLost: unused,
    nodeGained: unused,
    setPowerCap: unused,
    setCapShared: unused,
    setThermalFactor: unused,
    rackReplaced: unused,
    setFabricFactors: unused,
    setBlocksApart: unused,
    askToLeave: unused,
    jobCutOff: unused,
    regionShareChanged: unused,
    load: { requestW: none, minimumW: none, readRacks: unused, blockRequestW: noneW, blockMinimumW: noneW, liveRequestW: noneW, liveMinimumW: noneW },
  }
}

/** Facility that has a technician and a part for everybody at once. */
export function idealFacility(faults: () => Faults): FacilityPort {
  return { requestTechnician: node => faults().technicianArrived(node), releaseTechnician: () => undefined, takePart: () => true }
}

export interface SiteSpec {
  readonly world?: TinyWorld
  readonly faults?: unknown
  readonly facility?: unknown
  /** Lots of every block; default one lot without dates. */
  readonly racks?: readonly object[]
  /** The network of every block, where it comes for itself. */
  readonly fabric?: object
  readonly busy?: (node: number) => boolean
  /** Crews and parts without limit instead of the facility domain. */
  readonly ideal?: boolean
}

export interface Site {
  readonly world: World
  readonly kernel: Kernel
  readonly state: State
  readonly gates: ReturnType<typeof recordingGates>
  readonly compute: ReturnType<typeof recordingCompute>
  readonly facility: Facility
  readonly faults: Faults
  readonly events: { readonly atMs: number; readonly event: EngineEvent }[]
  /** Exposes all nodes of the world, or those of some racks. */
  expose(on: boolean, racks?: readonly number[]): void
}

/** Scenario sections as an author would write them. */
export function makeScenario(world: World, spec: SiteSpec): Scenario {
  const racksPerBlock = world.racks.count / world.blocks.count
  const lots = spec.racks ?? [{ count: racksPerBlock }]
  const racks = blockRacksSection.parse(lots.map(lot => ({ model: 'gb200-nvl72', ...lot })))
  const cooling = blockCoolingSection.parse({})
  const blocks = world.blocks.path.map(id => ({ id, racks, cooling, fabric: blockFabricSection.parse(spec.fabric) }))
  return { blocks, faults: faultsSection.parse({ network: 'node', ...(spec.faults as object | undefined) }), facility: facilitySection.parse(spec.facility ?? {}), procurement: procurementSection.parse({}) } as unknown as Scenario
}

export function makeSite(spec: SiteSpec = {}): Site {
  const world = tinyWorld(spec.world)
  const state = createState()
  const kernel = createKernel(state)
  const events: { atMs: number; event: EngineEvent }[] = []
  const ctx: DomainContext = { world, kernel, state, scenario: makeScenario(world, spec), emit: event => void events.push({ atMs: kernel.now, event }) }
  const gates = recordingGates(() => kernel.now)
  const compute = recordingCompute(() => kernel.now, spec.busy)
  const facility: Facility = createFacility(ctx, { gates, repair: () => faults, deadOnArrival: node => faults.deadOnArrival(node) })
  const faults: Faults = createFaults(ctx, { gates, facility: spec.ideal ? idealFacility(() => faults) : facility, compute: () => compute })
  const expose = (on: boolean, racks: readonly number[] = Array.from({ length: world.racks.count }, (_, rack) => rack)): void => {
    for (const rack of racks) for (let node = world.racks.nodeBegin[rack]; node < world.racks.nodeBegin[rack + 1]; node++) faults.nodeExposed(node, on)
  }
  return { world, kernel, state, gates, compute, facility, faults, events, expose }
}

/** Faults that are cured in 1 ms, so that nodes are practically always exposed. */
export const INSTANT_CURE = {
  infantMortality: { factor: 0 },
  detection: { explicit: '1 ms', lost: '1 ms', hang: '1 ms', silent: '1 ms' },
  triage: '1 ms', repair: '1 ms', requalification: '1 ms',
} as const

export const FOREVER = Number.MAX_SAFE_INTEGER
