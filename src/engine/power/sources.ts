/** All sources of the site bus besides the feeds, wired: plants and their gas, storage, sun. */
import type { WeatherNow } from '../ports.ts'
import { type Arrivals, createArrivals, sunChanged } from './arrivals.ts'
import type { Dispatch } from './dispatch.ts'
import { type PermitListener, createEmissions, startEmissions } from './emissions.ts'
import { createGasSupply, gasAirChanged, startGas } from './gas-supply.ts'
import { airChanged, createPlants, startUnits } from './plants.ts'
import type { PowerSite } from './power-site.ts'
import { createStorage } from './site-storage.ts'
import { type UnitTable, unitAt } from './units.ts'

export interface Sources extends Dispatch {
  /** Schedules arrivals and losses; once, at t = 0. */
  start(): void
  /** A plant's units are in service from now on. */
  beginPlant(plant: number): void
  /** Takes over the air and the sun of the hour; true if a source gives more or less for it. */
  setAir(weather: WeatherNow): boolean
  /** Asks storage for a power, W; 0 ends the request. */
  requestStorage(w: number): void
}

/** When equipment of the site that comes into service now was new, ms: what stands at the start is as old as its plan says. */
const newAtMs = ({ ctx: { kernel } }: PowerSite, plannedMs: number): number => (kernel.now > 0 ? kernel.now : Math.min(0, plannedMs))

/** Registers the commands of all sources; `changed` hears of every change of what they can give, `permits` of air permits that are used up. */
export function createSources(p: PowerSite, units: () => UnitTable, permits: PermitListener, changed: () => void): Sources {
  const plants = createPlants(p, {
    supplyChanged: changed,
    failUnit: path => units().fail(unitAt(units(), path)),
  })
  const gas = createGasSupply(p, changed)
  const emissions = createEmissions(p, { changed: (permit, isReached) => (permits.changed(permit, isReached), changed()) })
  const storage = createStorage(p, { supplyChanged: changed, chargeChanged: () => p.ports.requestSettle(0) })
  const arrivals: Arrivals = createArrivals(p, storage, store => units().start(unit => unit.kind === 'storageConverter' && unit.owner === store, newAtMs(p, p.plan.storage[store].plannedMs)), changed)
  return {
    p,
    plants,
    gas,
    storage,
    emissions,
    start() {
      arrivals.start()
      startGas(gas)
      startEmissions(emissions)
    },
    beginPlant(plant) {
      p.plants.col.up[plant] = p.plan.plants[plant].count
      units().start(unit => unit.kind === 'engine' && unit.owner === plant, newAtMs(p, p.plan.plants[plant].plannedMs))
      startUnits(plants, plant)
    },
    setAir(weather) {
      p.supply.ambientC = weather.dryBulbC
      p.supply.wetBulbC = weather.wetBulbC
      const hasAir = p.plan.plants.length > 0 && airChanged(p)
      const hasGas = gasAirChanged(p)
      return sunChanged(p) || hasAir || hasGas
    },
    requestStorage(w) {
      if (w === p.supply.storageRequestW) return
      p.supply.storageRequestW = w
      p.ports.requestSettle(0)
    },
  }
}
