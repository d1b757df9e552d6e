/** What is to be done to which asset how often: the static list of tasks, in path order of the assets. */
import { type Plan, plansOf } from '../../scenario/maintenance-plans.ts'
import type { MaintenanceSection } from '../../scenario/schema/maintenance.ts'
import type { Asset, World } from '../ports.ts'

export interface Task {
  readonly plan: Plan
  readonly asset: number
  readonly path: string
  /** First due date, ms: the assets of a plan fall due one after the other over its interval, counted from their service. */
  readonly firstMs: number
}

/** When an asset begins to serve: with its block, beside the blocks with the first of them. */
export function inServiceMs({ blocks }: World, { block }: Asset): number {
  const { contractMs } = blocks
  return Math.max(0, block < 0 ? contractMs.reduce((first, ms) => Math.min(first, ms), Infinity) : contractMs[block])
}

export function tasksOf(section: MaintenanceSection, assets: readonly Asset[], world: World): Task[] {
  return plansOf(section).flatMap((plan): Task[] => {
    const members = assets.flatMap(({ kind }, asset) => (kind === plan.for ? [asset] : []))
    return members.map((asset, place) => ({
      plan,
      asset,
      path: `${assets[asset].path}/maintenance/${plan.id}`,
      firstMs: inServiceMs(world, assets[asset]) + Math.max(1, Math.round((plan.interval * (place + 1)) / members.length)),
    }))
  })
}
