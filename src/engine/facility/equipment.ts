/** Equipment on its way in a run: when it may be put to use, and the milestones and mishaps on the way. Nothing is drawn as planned. */
import { LONG_LEAD } from '../../scenario/catalog/long-lead.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { DomainContext, EquipmentDates } from '../ports.ts'
import { deliveryOf, equipmentDates, longLeadItems, plannedDelivery } from './long-lead.ts'

export interface EquipmentRun {
  /** Undefined as planned: nothing is waited for. */
  readonly dates: EquipmentDates | undefined
  /** Schedules what happens within the horizon; once, at t = 0. */
  start(): void
}

export function createEquipment(ctx: DomainContext): EquipmentRun {
  const { scenario, world, kernel, emit } = ctx
  const { mode, factoryTest } = scenario.procurement
  if (mode === 'as-planned') return { dates: undefined, start: () => undefined }
  const items = longLeadItems(scenario, world)
  const deliveries = items.map(item => deliveryOf(item, scenario.procurement, world.root))
  const mishap = (kind: 'factoryTestFailed' | 'damagedInTransport'): CommandType =>
    kernel.command(`facility.${kind}`, Phase.facility, index => emit({ kind, what: items[index].id, block: items[index].block }))
  const failed = mishap('factoryTestFailed')
  const damaged = mishap('damagedInTransport')
  const arrived = kernel.command('facility.delivered', Phase.facility, index => {
    const { equipment, block } = items[index]
    emit({ kind: 'milestoneReached', milestone: `${LONG_LEAD[equipment].label} delivered`, block, plannedMs: Math.max(0, plannedDelivery(items[index], scenario.procurement).arrivedMs) })
  })
  const at = (command: CommandType, index: number, atMs: number): void => {
    if (atMs > 0 && atMs < world.horizonMs) kernel.schedule(command, index, atMs)
  }
  return {
    dates: equipmentDates(scenario, items, item => deliveries[item].availableMs),
    start: () => deliveries.forEach(({ passedMs, arrivedMs, repeats, isDamaged }, index) => {
      for (let left = repeats; left > 0; left--) at(failed, index, passedMs - left * factoryTest.repeat)
      // Found on the day on which it would have arrived.
      if (isDamaged) at(damaged, index, passedMs + scenario.procurement.shipping)
      at(arrived, index, arrivedMs)
    }),
  }
}
