/** All state of the fabric, and the record on which its functions work. */
import type { ComputePort, DomainContext, FacilityPort, GatePort } from '../ports.ts'
import { type Bundles, createBundles } from './bundles.ts'
import { createFairPass, type FairPass } from './fair-pass.ts'
import { regionBps } from './regions.ts'
import { type FabricShape, shapeOf } from './shape.ts'
import { createStepProfiles, type StepProfiles } from './step-profiles.ts'

export interface FabricPorts {
  readonly gates: GatePort
  /** People and parts for repairs; without it they take their stated time. */
  readonly facility?: () => FacilityPort
  readonly compute: () => Pick<ComputePort, 'setFabricFactors' | 'jobOf' | 'jobFaulted' | 'setBlocksApart' | 'askToLeave' | 'jobCutOff' | 'regionShareChanged'>
}

const JOB_COLUMNS = {
  attached: 'u8',
  // 1 where its nodes are in more than one scale-up domain.
  usesNetwork: 'u8',
  // 1 where its rate depends on communication.
  communicates: 'u8',
  // 1 where its nodes are in several blocks with a core between them.
  crosses: 'u8',
  // Workload source, −1 for replicas; nodes.
  source: 'i32',
  nodes: 'i32',
  commFraction: 'f64',
  // First of its memberships.
  members: 'i32',
  // What its placement crosses, relative to the best one; time not lost to flaps.
  spanRate: 'f64',
  flapFactor: 'f64',
  // Fair share with healthy and with present capacities; `exact` only.
  fairHealthy: 'f64',
  fair: 'f64',
  // Factors as told to compute.
  placement: 'f64',
  contention: 'f64',
  fault: 'f64',
} as const

/** What is under repair, or worked on. Numbers are kept in state: append only. */
export const FAULT = { none: 0, nodeLink: 1, uplink: 2, leafSwitch: 3, nodeOptic: 4, uplinkOptic: 5, spine: 6, core: 7, tray: 8, leafWork: 9 } as const
export const FAULT_COUNT = 10

const createJobTable = ({ state }: DomainContext) => state.table('fabric.jobs', 256, JOB_COLUMNS)
/** Ports of a node that are down by its own links, and by leaf switches; trays that its domain has lost. */
const createNodeTable = ({ state, world }: DomainContext) => state.table('fabric.nodes', world.nodes.count, { linksDown: 'u16', switchPortsDown: 'u16', traysDown: 'u16' })
/** `workedOn`: share of bandwidth that planned work takes. */
const createLeafTable = ({ state, world }: DomainContext) => state.table('fabric.leaves', world.leaves.count, { uplinksDown: 'i32', workedOn: 'f64', cut: 'u8' })
const createBlockTable = ({ state, world }: DomainContext) => state.table('fabric.blocks', world.blocks.count, { spinesDown: 'i32', workedOn: 'f64' })
/** Faults under repair: kind `none` is a free row; `at` is the leaf or block, nodes from `from` to before `to` are hit; its repair takes so much work. */
const createActive = ({ state }: DomainContext) => state.table('fabric.faults', 64, { kind: 'u8', at: 'i32', from: 'i32', to: 'i32', next: 'i32', workMs: 'f64' })

export interface FabricBook {
  readonly ctx: DomainContext
  readonly ports: FabricPorts
  readonly shape: FabricShape
  readonly profiles: StepProfiles
  readonly bundles: Bundles
  readonly jobs: ReturnType<typeof createJobTable>
  readonly nodes: ReturnType<typeof createNodeTable>
  readonly leaves: ReturnType<typeof createLeafTable>
  readonly blocks: ReturnType<typeof createBlockTable>
  readonly active: ReturnType<typeof createActive>
  /**
   * Faults that take ports of nodes, and trays: mostly none, and then no job need be walked. Core switches; share that work on the core leaves
   * away; works that will leave the core nothing and have given notice; whether blocks are apart; jobs over several blocks.
   */
  readonly down: { ports: number; trays: number; cores: number; coreWorkedOn: number; coreNotices: number; apart: number; crossing: number; freeRow: number }
  /** Flaps: rate factor lost per port of a job. */
  readonly flapShare: number
  /** Undefined where jobs get their proportional part. */
  readonly fair: FairPass | undefined
  /** Scratch: leaves and blocks that the job in work touches, its nodes there, what it asks of spines, and bundles that it leaves. */
  readonly touched: { readonly bundles: Int32Array; readonly leaves: Int32Array; readonly blocks: Int32Array; readonly leafNodes: Int32Array; readonly blockNodes: Int32Array; readonly spineBps: Float64Array }
}

export function createBook(ctx: DomainContext, ports: FabricPorts, flapShare: number): FabricBook {
  const { world, state, scenario } = ctx
  const { fabric } = scenario
  const shape = shapeOf(fabric, world, scenario.faults?.scaleUpFaults !== undefined)
  const bundles = createBundles(world, state, fabric.wan.regions.length, (at, bundle) => {
    if (bundle < at.pods) return shape.leafBps[bundle]
    if (bundle < at.spines) return shape.podBps[bundle - at.pods]
    if (bundle < at.regions) return shape.spineBps[bundle - at.spines]
    return regionBps(fabric.wan.regions[bundle - at.regions])
  })
  const jobs = createJobTable(ctx)
  return {
    ctx,
    ports,
    shape,
    profiles: createStepProfiles(scenario, world),
    bundles,
    jobs,
    nodes: createNodeTable(ctx),
    leaves: createLeafTable(ctx),
    blocks: createBlockTable(ctx),
    active: createActive(ctx),
    down: state.scalars('fabric.down', { ports: 0, trays: 0, cores: 0, coreWorkedOn: 0, coreNotices: 0, apart: 0, crossing: 0, freeRow: 0 }),
    flapShare,
    fair: fabric.fidelity === 'exact' ? createFairPass(bundles, jobs) : undefined,
    touched: {
      bundles: new Int32Array(bundles.at.count),
      leaves: new Int32Array(world.leaves.count),
      blocks: new Int32Array(world.blocks.count),
      leafNodes: new Int32Array(world.leaves.count),
      blockNodes: new Int32Array(world.blocks.count),
      spineBps: new Float64Array(world.blocks.count),
    },
  }
}
