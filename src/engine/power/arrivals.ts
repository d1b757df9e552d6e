/** Storage and arrays go into service on their day, with its slip; and what the sun gives in the present hour. */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { HOUR_MS } from '../../base/spans.ts'
import { Phase } from '../kernel/kernel.ts'
import { arrayOutputW, components } from './components/index.ts'
import type { PowerSite } from './power-site.ts'
import { type SiteStorage, install } from './site-storage.ts'

export interface Arrivals {
  /** Schedules all arrivals; once, at t = 0. */
  start(): void
}

/** Registers the arrivals: stores first, then arrays, in file order. */
export function createArrivals(p: PowerSite, storage: SiteStorage, started: (store: number) => void, changed: () => void): Arrivals {
  const { kernel, world, emit } = p.ctx
  const stores = p.plan.storage
  const items = [...stores, ...p.plan.solar]
  const arrived = kernel.command('power.storageArrived', Phase.facility, item => {
    const array = item - stores.length
    const { id, plannedMs } = items[item]
    const capacityW = array < 0 ? components.batteryStore.capacityW(stores[item].spec, stores[item].count) : p.plan.solar[array].spec.inverterW
    emit({ kind: 'generatorInService', generator: id, capacityW, plannedMs: Math.max(0, plannedMs) })
    if (array < 0) {
      install(storage, item)
      started(item)
      return
    }
    p.solar.col.inService[array] = 1
    sunChanged(p)
    changed()
  })
  return {
    start() {
      items.forEach(({ path, plannedMs, slip }, item) => {
        const lateMs = Math.round(sample(slip, uniform(entityKey(world.root, path), PURPOSE.slip, 0)))
        const equipmentMs = item < stores.length ? (p.ports.equipment?.storageMs[item] ?? -Infinity) : -Infinity
        kernel.schedule(arrived, item, Math.max(0, equipmentMs, plannedMs + lateMs))
      })
    },
  }
}

/** Takes over the sun and the air of the hour; true if what arrays give has changed. */
export function sunChanged(p: PowerSite): boolean {
  const { irradiance } = p.ports
  if (irradiance === undefined || p.plan.solar.length === 0) return false
  const hour = Math.min(irradiance.length - 1, Math.floor(p.ctx.kernel.now / HOUR_MS))
  let sum = 0
  p.plan.solar.forEach(({ spec }, array) => {
    if (p.solar.col.inService[array] === 1) sum += arrayOutputW(spec, irradiance[hour], p.supply.ambientC)
  })
  const hasChanged = sum !== p.supply.solarW
  p.supply.solarW = sum
  return hasChanged
}
