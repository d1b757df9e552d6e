/** The fabric alone: a small world, compute and gates that only remember, jobs put on nodes by hand. */
import { createFabric } from '../../../src/engine/fabric/fabric.ts'
import { createKernel } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import type { DomainContext, FacilityPort } from '../../../src/engine/ports.ts'
import { rackType as rackTypeOf } from '../../../src/scenario/catalog/racks.ts'
import { fabricSection } from '../../../src/scenario/schema/fabric.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, recordingGates, type TinyWorld, tinyWorld } from '../world.ts'

export interface BenchChoices {
  readonly rack?: string
  readonly world?: TinyWorld
  readonly workload?: readonly unknown[]
  /** Crews of the file, spare parts by kind, and who sends people and parts. */
  readonly crews?: unknown
  readonly parts?: Readonly<Record<string, unknown>>
  readonly facility?: FacilityPort
}

/** Nothing fails by itself. */
export const QUIET = { failures: { link: '0 1/year', optic: '0 1/year', leafSwitch: '0 1/year', upperSwitch: '0 1/year' } }

/** 2 blocks × 4 racks × 4 nodes × 8 accelerators, two racks a leaf: 8 nodes a leaf, 2 leaves a block. */
export function bench(seed = 1, section: Record<string, unknown> = {}, choices: BenchChoices = {}) {
  const rackType = rackTypeOf(choices.rack ?? 'hgx-h100-air-4')
  const world = tinyWorld({ blocks: 2, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 2, rackTypes: [rackType], horizonMs: 3650 * DAY_MS, seed, ...choices.world })
  const state = createState()
  const kernel = createKernel(state)
  const scenario = { fabric: fabricSection.parse({ flaps: { rate: '0 1/year' }, ...section }), workload: workloadSection.parse(choices.workload ?? []), crews: choices.crews, faults: { spares: { parts: choices.parts ?? {} } } } as unknown as Scenario
  const ctx: DomainContext = { world, scenario, kernel, state, emit: () => {} }
  const factors = new Map<number, readonly [number, number, number]>()
  const gates = recordingGates(() => kernel.now)
  const holder = new Map<number, number>()
  const ended: number[] = []
  const shares: { region: number; share: number; atMs: number }[] = []
  const apart: { atMs: number; isApart: boolean }[] = []
  const asked: { job: number; atMs: number }[] = []
  const cut: { job: number; atMs: number; rework: string }[] = []
  const compute = {
    setFabricFactors: (job: number, placement: number, contention: number, fault: number) => void factors.set(job, [placement, contention, fault]),
    jobOf: (node: number) => holder.get(node) ?? -1,
    jobFaulted: (node: number) => void ended.push(holder.get(node) ?? -1),
    setBlocksApart: (isApart: boolean) => void apart.push({ atMs: kernel.now, isApart }),
    askToLeave: (job: number, atMs: number) => void asked.push({ job, atMs }),
    regionShareChanged: (region: number) => void shares.push({ region, share: fabric.regionShare(region), atMs: kernel.now }),
    jobCutOff(job: number, rework: string) {
      cut.push({ job, atMs: kernel.now, rework })
      fabric.detach(job)
    },
  }
  const fabric = createFabric(ctx, { gates, compute: () => compute, ...(choices.facility === undefined ? {} : { facility: () => choices.facility as FacilityPort }) })
  const attach = (job: number, nodes: readonly number[], share = 0.15, source = -1): number => {
    for (const node of nodes) holder.set(node, job)
    return fabric.attach(job, { count: nodes.length, begin: Int32Array.from(nodes), length: new Int32Array(nodes.length).fill(1) }, nodes.length, share, source)
  }
  const column = (table: string, name: string): Float64Array => {
    const entry = state.entries.get(table)
    if (entry?.kind !== 'table') throw new Error(`no table ${table}`)
    return entry.table.col[name] as Float64Array
  }
  return { world, state, kernel, scenario, fabric, attach, factors, gates, ended, apart, asked, cut, shares, column, loads: () => column('fabric.bundles', 'loadBps') }
}

export const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
