/** The compute domain alone: a small world, a ledger that remembers, gates by hand, faults on request. */
import { type Compute, createCompute } from '../../../src/engine/compute/compute.ts'
import type { EngineEvent } from '../../../src/engine/events.ts'
import { createKernel, type Kernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState, type State } from '../../../src/engine/kernel/state.ts'
import type { Cause, FabricPort, LedgerPort, World } from '../../../src/engine/ports.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import type { JobTrace, RequestDemand } from '../../../src/scenario/inputs.ts'
import { checkpointsSection } from '../../../src/scenario/schema/checkpoints.ts'
import { datastoreSection } from '../../../src/scenario/schema/datastore.ts'
import { fabricSection } from '../../../src/scenario/schema/fabric.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import { tenantsSection } from '../../../src/scenario/schema/tenants.ts'
import { workloadSection } from '../../../src/scenario/schema/workload.ts'
import { HOUR_MS, recordingLedger, type TinyWorld, tinyWorld } from '../world.ts'

export interface RigOptions {
  readonly world?: TinyWorld
  readonly rack?: string
  readonly tenants?: Readonly<Record<string, unknown>>
  readonly workload?: readonly unknown[]
  readonly scheduler?: Readonly<Record<string, unknown>>
  readonly checkpoints?: Readonly<Record<string, unknown>>
  readonly datastore?: Readonly<Record<string, unknown>>
  readonly traces?: Readonly<Record<string, JobTrace>>
  readonly requests?: Readonly<Record<string, RequestDemand>>
  readonly fabric?: FabricPort
  /** Regions with their links, whose bandwidth transfers get alone, B/s; and the share that the links carry. */
  readonly regions?: readonly { readonly id: string; readonly bps: number }[]
  readonly regionShare?: (region: number, askedBps: number) => number
  readonly ledger?: (kernel: Kernel) => LedgerPort
  /** Hears of nodes that fail their update. */
  readonly updateFailed?: (node: number, draw: number) => void
  /** Further commands of the test, registered after those of compute. */
  readonly commands?: (kernel: Kernel, compute: () => Compute, state: State) => void
}

export interface Rig {
  readonly world: World
  readonly kernel: Kernel
  readonly state: State
  readonly compute: Compute
  readonly ledger: ReturnType<typeof recordingLedger>
  readonly events: EngineEvent[]
  /** Blocks whose settle was asked for, with the time. */
  readonly settles: { readonly atMs: number; readonly block: number }[]
  /** Accelerator-ms of nodes that compute itself closed for a cause. */
  closedMs(cause: Cause): number
  /** No gate of compute itself holds the node. */
  isOpen(node: number): boolean
  openAll(): void
  run(untilMs: number): void
}

/** Gates without any cause but those of compute: a node is lost and gained with them. */
function countingGates(world: World, state: State, now: () => number, compute: () => Compute) {
  const { col } = state.table('test.gates', world.nodes.count, { held: 'u8' })
  const hold = (node: number, by: number): number => (col.held[node] += by)
  const sums = new Map<Cause, { held: number; since: number; ms: number }>()
  const move = (cause: Cause, by: number): number => {
    const sum = sums.get(cause) ?? { held: 0, since: now(), ms: 0 }
    sums.set(cause, { held: sum.held + by, since: now(), ms: sum.ms + sum.held * (now() - sum.since) })
    return sum.ms + sum.held * (now() - sum.since)
  }
  return {
    closedMs: (cause: Cause) => move(cause, 0),
    isOpen: (node: number) => col.held[node] === 0,
    port: {
      closeNode(node: number, cause: Cause) {
        if (hold(node, 1) === 1) compute().nodeLost(node, cause)
        move(cause, world.nodes.accelerators[node])
      },
      openNode(node: number, cause: Cause) {
        move(cause, -world.nodes.accelerators[node])
        if (hold(node, -1) === 0) compute().nodeGained(node)
      },
    },
  }
}

const noFabric: FabricPort = { attach: (_job, _nodes, _count, commFraction) => commFraction, detach() {} }

/** Scheduling without any overhead, as the oracles assume. */
export const PLAIN_SCHEDULER = { startup: { base: '0 s', perDoubling: '0 s' }, patience: '15 years' }
export const NO_CHECKPOINTS = { interval: 'none' }

export function rig(options: RigOptions = {}): Rig {
  const world = tinyWorld({ rackTypes: [rackType(options.rack ?? 'hgx-h100-air-4')], ...options.world })
  const state = createState()
  const kernel = createKernel(state)
  const events: EngineEvent[] = []
  const settles: { atMs: number; block: number }[] = []
  const ledger = recordingLedger(() => kernel.now)
  const scenario = {
    tenants: tenantsSection.parse(options.tenants ?? {}),
    workload: workloadSection.parse(options.workload ?? []),
    scheduler: schedulerSection.parse(options.scheduler ?? {}),
    checkpoints: checkpointsSection.parse(options.checkpoints ?? {}),
    datastore: datastoreSection.parse(options.datastore),
    power: powerSection.parse({}),
    ...(options.regions === undefined ? {} : { fabric: fabricSection.parse({ wan: { regions: options.regions.map(({ id }) => ({ id })) } }) }),
  }
  // What is asked of links is state too, or a restore would not bring it back.
  const asked = options.regions === undefined ? new Float64Array(0) : state.table('test.asked', options.regions.length, { bps: 'f64' }).col.bps
  const gates = countingGates(world, state, () => kernel.now, () => compute)
  const compute: Compute = createCompute(
    { world, kernel, state, scenario, emit: event => void events.push(event) },
    {
      gates: gates.port,
      ...(options.updateFailed === undefined ? {} : { updateFailed: options.updateFailed }),
      ledger: options.ledger?.(kernel) ?? ledger,
      fabric: () => options.fabric ?? noFabric,
      ...(options.regions === undefined ? {} : {
        wide: () => ({
          regionBps: (region: number) => options.regions?.[region].bps ?? 0,
          regionShare: (region: number) => options.regionShare?.(region, asked[region]) ?? Math.min(1, (options.regions?.[region].bps ?? 0) / Math.max(1, asked[region])),
          loadRegion: (region: number, bps: number) => void (asked[region] = bps),
        }),
      }),
      requestSettle: block => void settles.push({ atMs: kernel.now, block }),
      localHour: atMs => (atMs / HOUR_MS) % 24,
      traces: options.traces,
      requests: options.requests,
    },
  )
  options.commands?.(kernel, () => compute, state)
  return {
    world,
    kernel,
    state,
    compute,
    ledger,
    events,
    settles,
    closedMs: gates.closedMs,
    isOpen: gates.isOpen,
    openAll() {
      for (let node = 0; node < world.nodes.count; node++) compute.nodeGained(node)
    },
    run: untilMs => void kernel.run(untilMs, Infinity),
  }
}

/** A trace from rows of [submit s, processors, run s, requested s]. */
export function traceOf(rows: readonly (readonly [number, number, number, number])[]): JobTrace {
  const column = (index: number, scale: number): Float64Array => Float64Array.from(rows, row => row[index] * scale)
  return { source: 'test', submitMs: column(0, 1000), processors: column(1, 1), runMs: column(2, 1000), requestedMs: column(3, 1000) }
}

export const TRACE = [{ id: 'trace', source: 'trace', file: 'rows', communication: 0 }]

/** Start times in s by row of the trace, −1 where a job never started. Rows must be in order of submission. */
export function startsOf(compute: Compute, count: number): number[] {
  const starts = new Array<number>(count).fill(-1)
  const { table, rows } = { table: compute.finishedJobs, rows: compute.finishedJobs.length }
  for (let row = 0; row < rows; row++) {
    const startMs = table.col.startMs[row]
    starts[table.col.uid[row] - 1] = startMs < 0 ? -1 : startMs / 1000
  }
  return starts
}

/** Phase in which tests strike faults. */
export const FAULT_PHASE = Phase.fault
