/**
 * Plants in time: cold while feeds carry the site, started when they no longer do, limited for a moment when a unit trips on an island, and
 * inspected unit by unit after so many running hours. What a plant gives follows the air of the hour.
 */
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { SECOND_MS } from '../../base/spans.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { unitsOn } from './components/index.ts'
import { isPlantLast, isPlantShut } from './air-permits.ts'
import { gasShare } from './gas-supply.ts'
import { type PlantPlan, unitW } from './plant-plan.ts'
import { type PowerSite, cancelAt } from './power-site.ts'

/** One row a plant; handles of pending commands are 0 for none. */
export const PLANT_COLUMNS = {
  inService: 'u8',
  /** Healthy units, and those of them that are opened for inspection. */
  up: 'i32', inInspection: 'i32',
  /** What one unit gives in the present air, what the plant may give, and what it gives now, W. */
  unitW: 'f64', limitW: 'f64', deliversW: 'f64',
  /** 1 while units run or stand ready to take load at once. */
  isHot: 'u8', startup: 'f64', starts: 'u32',
  /** Units that run, and running time of all units up to `atMs`. */
  on: 'i32', unitMs: 'f64', atMs: 'f64', inspections: 'u32', inspection: 'f64', isOverdue: 'u8',
  /** After a trip: 1, the plant's limit, and the command that lifts it. */
  isTripped: 'u8', tripW: 'f64', recovery: 'f64',
} as const

export interface PlantListener {
  supplyChanged(): void
  /** A unit did not start: it needs repair. */
  failUnit(path: string): void
}

export interface Plants {
  readonly p: PowerSite
  readonly listener: PlantListener
  readonly commands: Readonly<Record<'started' | 'recovered' | 'inspected' | 'returned', CommandType>>
}

/** Registers the commands of plants. */
export function createPlants(p: PowerSite, listener: PlantListener): Plants {
  const { kernel } = p.ctx
  const { col } = p.plants
  airChanged(p)
  const plants: Plants = {
    p,
    listener,
    commands: {
      started: kernel.command('power.plantStarted', Phase.facility, plant => {
        col.startup[plant] = 0
        startUnits(plants, plant)
        col.isHot[plant] = 1
        listener.supplyChanged()
      }),
      recovered: kernel.command('power.plantRecovered', Phase.facility, plant => {
        col.recovery[plant] = 0
        col.isTripped[plant] = 0
        listener.supplyChanged()
      }),
      inspected: kernel.command('power.inspectionDue', Phase.facility, plant => {
        col.inspection[plant] = 0
        col.isOverdue[plant] = 1
        beginInspection(plants, plant)
      }),
      returned: kernel.command('power.inspectionEnded', Phase.repair, plant => {
        col.inInspection[plant] -= 1
        p.ctx.emit({ kind: 'outageEnded', what: `${p.plan.plants[plant].path}/inspection`, block: -1 })
        listener.supplyChanged()
        beginInspection(plants, plant)
      }),
    },
  }
  return plants
}

/** Draws for every healthy unit whether it starts; those that do not go to repair. */
export function startUnits({ p, listener }: Plants, plant: number): void {
  const { path, count, startSuccess } = p.plan.plants[plant]
  const n = p.plants.col.starts[plant]
  p.plants.col.starts[plant] += 1
  for (let unit = 0; unit < count; unit++) {
    const unitPath = `${path}/engine[${unit}]`
    if (uniform(entityKey(p.ctx.world.root, unitPath), PURPOSE.start, n) >= startSuccess) listener.failUnit(unitPath)
  }
}

/** Power that energised blocks were promised, W. */
function promisedW(p: PowerSite): number {
  let sum = 0
  for (let block = 0; block < p.plan.blocks.length; block++) if (p.view.energised[block] === 1) sum += p.plan.blocks[block].designW
  return sum
}

/**
 * Brings plants up or down: they run while live feeds do not cover what blocks were promised, or always when they are first in merit or
 * an island, unless their air permit keeps them off. A planned need finds them running; the loss of a feed starts them.
 */
export function commitPlants({ p, commands }: Plants, isPlanned: boolean): void {
  const { inService, isHot, startup, recovery, isTripped } = p.plants.col
  if (p.plan.plants.length === 0) return
  const isShort = promisedW(p) > p.supply.substationW + p.supply.directW
  p.plan.plants.forEach((plan, plant) => {
    if (inService[plant] === 0) return
    const isNeeded = !isPlantShut(p, plant) && (isShort || (plan.isPlantFirst && !isPlantLast(p, plant)) || plan.isIsland)
    if (!isNeeded) {
      cancelAt(p, startup, plant)
      cancelAt(p, recovery, plant)
      isHot[plant] = 0
      isTripped[plant] = 0
    } else if (isHot[plant] === 0 && isPlanned) {
      cancelAt(p, startup, plant)
      isHot[plant] = 1
    } else if (isHot[plant] === 0 && startup[plant] === 0) {
      startup[plant] = p.ctx.kernel.schedule(commands.started, plant, p.ctx.kernel.now + plan.startMs)
    }
  })
}

/** Healthy units that are not opened for inspection. */
export const unitsReady = (p: PowerSite, plant: number): number => Math.max(0, p.plants.col.up[plant] - p.plants.col.inInspection[plant])

/** Takes over what every plant may deliver now; returns their sum, W. */
export function refreshPlants(p: PowerSite): number {
  const { inService, isHot, limitW, unitW: eachW, isTripped, tripW } = p.plants.col
  const share = gasShare(p)
  let sum = 0
  for (let plant = 0; plant < p.plan.plants.length; plant++) {
    const ableW = inService[plant] === 1 && isHot[plant] === 1 ? Math.floor(unitsReady(p, plant) * eachW[plant] * share) : 0
    limitW[plant] = isTripped[plant] === 1 ? Math.min(ableW, tripW[plant]) : ableW
    sum += limitW[plant]
  }
  return sum
}

/** Follows the air; true if what a plant in service gives has changed. */
export function airChanged(p: PowerSite): boolean {
  const { unitW: eachW, inService } = p.plants.col
  let hasChanged = false
  for (let plant = 0; plant < p.plan.plants.length; plant++) {
    const w = unitW(p.plan.plants[plant], p.supply.ambientC, p.supply.wetBulbC)
    if (w === eachW[plant]) continue
    eachW[plant] = w
    if (inService[plant] === 1) hasChanged = true
  }
  return hasChanged
}

/** A unit failed or came back. On an island a trip is felt: what the others do not take at once is missing until they have ramped up. */
export function plantChanged(plants: Plants, plant: number, isUp: boolean): void {
  const { p, listener } = plants
  const { up, isHot, deliversW } = p.plants.col
  up[plant] += isUp ? 1 : -1
  if (isUp) beginInspection(plants, plant)
  else if (isHot[plant] === 1 && deliversW[plant] > 0 && p.supply.substationW + p.supply.directW === 0) trip(plants, plant)
  listener.supplyChanged()
}

function trip({ p, commands }: Plants, plant: number): void {
  const { on, deliversW, unitW: eachW, isTripped, tripW, recovery } = p.plants.col
  const { loadStep, rampPerMs, startMs } = p.plan.plants[plant]
  const rest = Math.max(0, on[plant] - 1)
  const lostW = deliversW[plant] / Math.max(1, on[plant])
  const acceptedW = rest * loadStep * eachW[plant]
  const ableW = rest * eachW[plant]
  if (lostW <= acceptedW + p.supply.storageW && deliversW[plant] <= ableW + p.supply.storageW) return
  isTripped[plant] = 1
  tripW[plant] = Math.floor(Math.max(0, Math.min(deliversW[plant] - lostW + acceptedW, ableW)))
  const rampMs = rest === 0 || deliversW[plant] > ableW ? startMs : (lostW - acceptedW) / (rampPerMs * eachW[plant] * rest)
  cancelAt(p, recovery, plant)
  recovery[plant] = p.ctx.kernel.schedule(commands.recovered, plant, p.ctx.kernel.now + Math.max(SECOND_MS, Math.ceil(rampMs)))
}

/** Takes over how many units run for the present load; the next inspection follows from it. */
export function countRunning({ p, commands }: Plants): void {
  const { on, unitMs, atMs, inspection, inspections, isOverdue, deliversW, unitW: eachW } = p.plants.col
  const { kernel } = p.ctx
  for (let plant = 0; plant < p.plan.plants.length; plant++) {
    const plan = p.plan.plants[plant]
    const now = unitsOn(unitsReady(p, plant), deliversW[plant], eachW[plant], plan.spinning)
    if (now === on[plant]) continue
    unitMs[plant] += on[plant] * (kernel.now - atMs[plant])
    atMs[plant] = kernel.now
    on[plant] = now
    cancelAt(p, inspection, plant)
    if (now === 0 || isOverdue[plant] === 1 || isNever(plan)) continue
    const dueMs = (inspections[plant] + 1) * plan.inspectionEveryMs
    inspection[plant] = kernel.schedule(commands.inspected, plant, kernel.now + Math.max(1, Math.ceil((dueMs - unitMs[plant]) / now)))
  }
}

const isNever = (plan: PlantPlan): boolean => plan.inspectionMs === 0 && plan.overhaulMs === 0

/**
 * Units share the running hours, so one falls due whenever the plant has collected the hours between inspections once more; every second
 * one of a unit is an overhaul. It waits until a unit can be spared.
 */
function beginInspection({ p, commands, listener }: Plants, plant: number): void {
  const { inInspection, inspections, isOverdue, unitMs, atMs, on, inspection } = p.plants.col
  const plan = p.plan.plants[plant]
  if (isOverdue[plant] === 0 || inInspection[plant] > 0 || unitsReady(p, plant) - 1 < plan.count - plan.redundancy) return
  const { kernel, emit } = p.ctx
  const isOverhaul = Math.floor(inspections[plant] / plan.count) % 2 === 1
  const spanMs = isOverhaul ? plan.overhaulMs : plan.inspectionMs
  isOverdue[plant] = 0
  inspections[plant] += 1
  unitMs[plant] += on[plant] * (kernel.now - atMs[plant])
  atMs[plant] = kernel.now
  if (on[plant] > 0 && inspection[plant] === 0) {
    const dueMs = (inspections[plant] + 1) * plan.inspectionEveryMs
    inspection[plant] = kernel.schedule(commands.inspected, plant, kernel.now + Math.max(1, Math.ceil((dueMs - unitMs[plant]) / on[plant])))
  }
  if (spanMs === 0) return
  inInspection[plant] += 1
  emit({ kind: 'outageStarted', what: `${plan.path}/inspection`, block: -1 })
  kernel.schedule(commands.returned, plant, kernel.now + spanMs)
  listener.supplyChanged()
}
