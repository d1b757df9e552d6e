/** Assets without physics: they fail when a test says so, and remember who took them out. */
import type { EngineEvent } from '../../../src/engine/events.ts'
import { type Work, type WorkPorts, createWork } from '../../../src/engine/facility/work.ts'
import type { Conditions, MaintenancePorts } from '../../../src/engine/facility/maintenance.ts'
import { type Kernel, createKernel } from '../../../src/engine/kernel/kernel.ts'
import { type State, createState } from '../../../src/engine/kernel/state.ts'
import { type Asset, type AssetPort, type DomainContext, REASON_COLUMNS, isTaken } from '../../../src/engine/ports.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { crewsSection } from '../../../src/scenario/schema/crews.ts'
import { type TinyWorld, recordingGates, tinyWorld } from '../world.ts'

/** Fine days, no call. */
export const MILD: Conditions = { hottestC: () => 20, coldestC: () => 10, hotC: 30, isCurtailed: () => false }

export interface YardText {
  readonly crews: unknown
  readonly assets: readonly Partial<Asset>[]
  readonly world?: TinyWorld
  readonly ports?: Partial<WorkPorts>
  readonly maintenance?: Partial<MaintenancePorts>
  readonly scenario?: Readonly<Record<string, unknown>>
}

export interface AssetYard {
  readonly kernel: Kernel
  readonly state: State
  readonly port: AssetPort
  readonly work: Work
  readonly repairedMs: number[]
  readonly events: (EngineEvent & { readonly atMs: number })[]
  fail(asset: number, workMs: number): void
}

export const assetOf = (of: Partial<Asset>, index: number): Asset => ({ path: `asset[${index}]`, kind: 'upsModule', block: 0, group: 'modules', needed: 0, carries: [], ...of })

/** More members in its group than are needed, as an audit of real equipment would find. */
function hasSpare(assets: readonly Asset[], path: string): boolean {
  const asset = assets.find(other => other.path === path)
  return asset !== undefined && assets.filter(({ group }) => group === asset.group).length > asset.needed
}

export function createAssetYard(text: YardText): AssetYard {
  const world = tinyWorld({ horizonMs: 1e12, ...text.world })
  const state = createState()
  const kernel = createKernel(state)
  const assets = text.assets.map(assetOf)
  const table = state.table('test.assets', assets.length, { failed: 'u8', hazard: 'f64', ...REASON_COLUMNS })
  table.col.hazard.fill(1)
  const repairedMs: number[] = []
  const port: AssetPort = {
    assets,
    isUp: asset => table.col.failed[asset] === 0 && !isTaken(table.col, asset),
    takeOut: (asset, reason) => void (table.col[reason][asset] += 1),
    giveBack: (asset, reason) => void (table.col[reason][asset] -= 1),
    destroy: () => false,
    fail: () => false,
    setHazard: (asset, factor) => void (table.col.hazard[asset] = factor),
    repaired(asset) {
      table.col.failed[asset] = 0
      repairedMs[asset] = kernel.now
    },
  }
  const scenario = { spares: [], site: { location: { timezone: 'America/Chicago' } }, blocks: [], power: { basis: 'nameplate' }, ...text.scenario } as unknown as Scenario
  const events: AssetYard['events'] = []
  const ctx: DomainContext = { world, scenario, kernel, state, emit: event => void events.push({ ...event, atMs: kernel.now }) }
  const crews = crewsSection.parse(text.crews)
  if (crews === undefined) throw new Error('no crews')
  const maintenance = { gates: recordingGates(() => kernel.now), conditions: MILD, isMaintainable: (path: string) => hasSpare(assets, path), ...text.maintenance }
  const work = createWork(ctx, crews, { assets: port, maintenance, ...text.ports })
  work.start()
  return {
    kernel, state, port, work, repairedMs, events,
    fail(asset, workMs) {
      table.col.failed[asset] = 1
      work.assetFailed(assets[asset].path, workMs)
    },
  }
}
