/**
 * Switches, modules and cables of a block that come later than its racks: these are placed and powered, but burn-in waits until they are
 * cabled, and so does whatever stands there (`L4.fabricDelay`).
 */
import { sample } from '../../base/distribution.ts'
import { entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext, GatePort, World } from '../ports.ts'

export interface FabricDelivery {
  start(): void
  /** Whether the network of a block is there. */
  isThere(block: number): boolean
}

/** When the network of a block is there, as planned and in this run, ms since the start; undefined where it comes with the racks. */
export function fabricDates(scenario: Pick<Scenario, 'blocks'>, world: Pick<World, 'root' | 'startDay' | 'blocks'>, block: number): { readonly plannedMs: number; readonly atMs: number } | undefined {
  const delivered = scenario.blocks[block].fabric?.delivered
  if (delivered === undefined) return undefined
  const plannedMs = (delivered.planned - world.startDay) * DAY_MS
  const lateMs = Math.round(sample(delivered.slip, uniform(entityKey(world.root, `${world.blocks.path[block]}/fabric`), PURPOSE.slip, 0)))
  return { plannedMs, atMs: Math.max(0, plannedMs + lateMs) }
}

/** Nothing is kept where all networks come with the racks. */
export function createFabricDelivery({ scenario, world, kernel, state, emit }: DomainContext, gates: GatePort, arrived: (block: number) => void): FabricDelivery {
  const dates = scenario.blocks.map((_, block) => fabricDates(scenario, world, block))
  if (dates.every(date => date === undefined || date.atMs === 0)) return { start() {}, isThere: () => true }
  const { col } = state.table('facility.fabric', dates.length, { isThere: 'u8' })
  const came = kernel.command('facility.fabricArrived', Phase.facility, block => {
    col.isThere[block] = 1
    gates.openBlock(block, 'fabricDelay')
    arrived(block)
    emit({ kind: 'milestoneReached', milestone: 'Network delivered', block, plannedMs: Math.max(0, dates[block]?.plannedMs ?? 0) })
  })
  return {
    start() {
      dates.forEach((date, block) => {
        if (date === undefined || date.atMs === 0) {
          col.isThere[block] = 1
          return
        }
        gates.closeBlock(block, 'fabricDelay')
        kernel.schedule(came, block, date.atMs)
      })
    },
    isThere: block => col.isThere[block] === 1,
  }
}
