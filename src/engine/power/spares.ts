/** Spare transformers on site. Every use orders a new one; a failure without a spare waits for the first delivery, in order of units. */
import { quantileOf } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import type { TransformerGroupPlan } from './transformer-plan.ts'

export interface Spares {
  /** Takes a spare for a unit whose exchange lasts `workMs`: how long the unit is out, or undefined when it has to wait. */
  take(group: number, unit: number, workMs: number): number | undefined
  held(group: number): number
}

/** Registers the stock of each group; `arrived` hears of a unit that waited and whose exchange now lasts `workMs`. */
export function createSpares(ctx: DomainContext, groups: readonly TransformerGroupPlan[], unitCount: number, groupOf: (unit: number) => number, arrived: (unit: number, workMs: number) => void): Spares {
  const { kernel, state, world } = ctx
  const stock = state.table('power.spares', groups.length, { held: 'i32', orders: 'u32' }).col
  /** Work that waits for a delivery, ms; −1 for units that do not wait. */
  const waiting = state.table('power.spareWaits', unitCount, { workMs: 'f64' }).col.workMs
  waiting.fill(-1)
  const keys = groups.map(({ path }) => entityKey(world.root, `${path}/spare`))
  groups.forEach(({ care }, group) => {
    stock.held[group] = care.spares
  })
  const order = (group: number): void => {
    const lead = quantileOf(groups[group].care.lead, uniform(keys[group], PURPOSE.leadTime, stock.orders[group]++))
    kernel.schedule(delivered, group, kernel.now + Math.max(1, Math.round(lead)))
  }
  const delivered = kernel.command('power.spareDelivered', Phase.repair, group => {
    for (let unit = 0; unit < unitCount; unit++) {
      if (waiting[unit] < 0 || groupOf(unit) !== group) continue
      const workMs = waiting[unit]
      waiting[unit] = -1
      arrived(unit, workMs)
      return
    }
    stock.held[group] += 1
  })
  return {
    take(group, unit, workMs) {
      order(group)
      if (stock.held[group] > 0) {
        stock.held[group] -= 1
        return workMs
      }
      waiting[unit] = workMs
      return undefined
    },
    held: group => stock.held[group],
  }
}
