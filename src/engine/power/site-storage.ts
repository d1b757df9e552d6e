/**
 * Battery storage on the site bus. The stored energy changes in a straight line between changes of power, so empty, full and the levels in
 * between are scheduled. Charged, discharged and auxiliary energy are kept apart: stored energy moves by η·charged − (discharged +
 * auxiliary)/η, and by what comes and goes with the cells. Health falls once a month, and cells are replaced at the end of their life.
 */
import { DAY_MS, SECOND_MS, YEAR_MS } from '../../base/spans.ts'
import { healthLoss, storedRateW } from '../../physics/battery-storage.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { storeUnitW } from './components/index.ts'
import { type PowerSite, cancelAt } from './power-site.ts'

/** One row a store; energies in W·ms, handles 0 for none. */
export const STORAGE_COLUMNS = {
  inService: 'u8', up: 'i32', isReplacing: 'u8', isEmpty: 'u8', isCharging: 'u8',
  storedWms: 'f64', atMs: 'f64', askedW: 'f64', chargeW: 'f64', dischargeW: 'f64', auxiliaryW: 'f64', crossing: 'f64',
  health: 'f64', bornMs: 'f64', ageing: 'f64', agedMs: 'f64', heldWms2: 'f64', cycledWms: 'f64',
  chargedWms: 'f64', dischargedWms: 'f64', auxiliaryWms: 'f64', exchangedWms: 'f64', replacements: 'u32',
} as const

const MONTH_MS = YEAR_MS / 12
/** Width of what keeps a store from switching to and fro, per present capacity. */
const BAND = 0.05
/** From this share of its upper bound on a store is charged at half the power. */
const TAPER_FROM = 0.9
const TAPER = 0.5

export interface StorageListener {
  /** What stores can deliver changed. */
  supplyChanged(): void
  /** How fast stores are charged may change. */
  chargeChanged(): void
}

export interface SiteStorage {
  readonly p: PowerSite
  readonly listener: StorageListener
  readonly commands: Readonly<Record<'crossed' | 'aged' | 'replaced', CommandType>>
}

/** Registers the crossings and the ageing of stores. */
export function createStorage(p: PowerSite, listener: StorageListener): SiteStorage {
  const { kernel } = p.ctx
  const { col } = p.storage
  const storage: SiteStorage = {
    p,
    listener,
    commands: {
      crossed: kernel.command('power.storageCrossed', Phase.facility, store => {
        col.crossing[store] = 0
        cross(storage, store)
      }),
      aged: kernel.command('power.storageAged', Phase.facility, store => {
        col.ageing[store] = kernel.schedule(storage.commands.aged, store, kernel.now + MONTH_MS)
        age(storage, store)
      }),
      replaced: kernel.command('power.storageReplaced', Phase.facility, store => {
        col.isReplacing[store] = 0
        col.replacements[store] += 1
        install(storage, store)
        p.ctx.emit({ kind: 'storageReplaced', storage: p.plan.storage[store].path })
      }),
    },
  }
  return storage
}

/** Energy capacity when new, W·ms. */
export const capacityWms = (p: PowerSite, store: number): number => p.plan.storage[store].spec.energyJ * p.plan.storage[store].count * SECOND_MS

function bounds(p: PowerSite, store: number): { readonly minWms: number; readonly maxWms: number; readonly bandWms: number } {
  const { chargeMin, chargeMax, reserveJ } = p.plan.storage[store]
  const presentWms = capacityWms(p, store) * p.storage.col.health[store]
  const reserveWms = reserveJ * SECOND_MS
  const minWms = chargeMin * presentWms + reserveWms
  return { minWms, maxWms: Math.max(minWms, chargeMax * presentWms - reserveWms), bandWms: BAND * presentWms }
}

const isAble = (p: PowerSite, store: number): boolean => p.storage.col.inService[store] === 1 && p.storage.col.isReplacing[store] === 0

const powerW = (p: PowerSite, store: number): number => Math.floor(storeUnitW(p.plan.storage[store].spec, p.storage.col.health[store]) * p.storage.col.up[store])

/** What a store can deliver now besides its smoothing reserve, W. */
export function dischargeLimitW(p: PowerSite, store: number): number {
  if (!isAble(p, store) || p.storage.col.isEmpty[store] === 1) return 0
  return Math.max(0, powerW(p, store) - Math.ceil(p.plan.storage[store].reserveW))
}

/** What all stores can deliver now, W. */
export function storageLimitW(p: PowerSite): number {
  let sum = 0
  for (let store = 0; store < p.plan.storage.length; store++) sum += dischargeLimitW(p, store)
  return sum
}

/** Power with which a store wants to be charged, W. */
export function chargeWishW(p: PowerSite, store: number): number {
  const { isCharging, storedWms, atMs, health } = p.storage.col
  if (!isAble(p, store) || isCharging[store] === 0) return 0
  const { spec, rechargeMs } = p.plan.storage[store]
  const { maxWms } = bounds(p, store)
  const nowWms = storedWms[store] + rateW(p, store) * (p.ctx.kernel.now - atMs[store])
  const fullW = Math.min(powerW(p, store), (capacityWms(p, store) * health[store]) / rechargeMs / spec.efficiency)
  // A wish at the very level counts as above it, or the crossing would repeat.
  return Math.floor(nowWms >= TAPER_FROM * maxWms - fullW ? fullW * TAPER : fullW)
}

const rateW = (p: PowerSite, store: number): number =>
  storedRateW(p.plan.storage[store].spec.efficiency, p.storage.col.chargeW[store], p.storage.col.dischargeW[store], p.storage.col.auxiliaryW[store])

/** Brings the books of a store up to now. */
function integrate(p: PowerSite, store: number): void {
  const { col } = p.storage
  const spanMs = p.ctx.kernel.now - col.atMs[store]
  const movedWms = rateW(p, store) * spanMs
  col.heldWms2[store] += (col.storedWms[store] + movedWms / 2) * spanMs
  col.storedWms[store] += movedWms
  col.chargedWms[store] += col.chargeW[store] * spanMs
  col.dischargedWms[store] += col.dischargeW[store] * spanMs
  col.auxiliaryWms[store] += col.auxiliaryW[store] * spanMs
  col.cycledWms[store] += col.dischargeW[store] * spanMs
  col.atMs[store] = p.ctx.kernel.now
}

/** Takes over what flows into and out of a store from now on, W. */
export function setStoreFlow(storage: SiteStorage, store: number, chargeW: number, dischargeW: number): void {
  const { col } = storage.p.storage
  if (col.chargeW[store] === chargeW && col.dischargeW[store] === dischargeW) return
  integrate(storage.p, store)
  col.chargeW[store] = chargeW
  col.dischargeW[store] = dischargeW
  watch(storage, store)
}

/** Schedules the next level that matters at the present rate. */
function watch(storage: SiteStorage, store: number): void {
  const { p, commands } = storage
  const { col } = p.storage
  const { spec, count } = p.plan.storage[store]
  const { minWms, maxWms, bandWms } = bounds(p, store)
  if (col.storedWms[store] <= maxWms - bandWms && col.dischargeW[store] === 0) col.isCharging[store] = 1
  // Cooling and controls go out with the last of the energy.
  col.auxiliaryW[store] = isAble(p, store) && col.storedWms[store] > 2 * spec.auxiliaryW * count ? spec.auxiliaryW * count : 0
  cancelAt(p, col.crossing, store)
  const rate = rateW(p, store)
  if (rate === 0) return
  const levels = rate < 0 ? [col.dischargeW[store] > 0 ? minWms : maxWms - bandWms, 0] : [minWms + bandWms, TAPER_FROM * maxWms, maxWms]
  let nextMs = Infinity
  for (const level of levels) {
    const spanMs = Math.floor((level - col.storedWms[store]) / rate)
    if (spanMs >= 1 && spanMs < nextMs) nextMs = spanMs
  }
  if (nextMs < Infinity) col.crossing[store] = p.ctx.kernel.schedule(commands.crossed, store, p.ctx.kernel.now + nextMs)
}

/** A level is reached, to the millisecond. */
function cross(storage: SiteStorage, store: number): void {
  const { p, listener } = storage
  const { col } = p.storage
  const rate = rateW(p, store)
  integrate(p, store)
  const { minWms, maxWms, bandWms } = bounds(p, store)
  // The energy of one millisecond, by which crossings may be early, and a little for rounding.
  const slackWms = Math.abs(rate) + 1e-9 * maxWms
  const storedWms = col.storedWms[store]
  const wasEmpty = col.isEmpty[store]
  if (col.dischargeW[store] > 0 && storedWms <= minWms + slackWms) col.isEmpty[store] = 1
  else if (storedWms >= minWms + bandWms - slackWms) col.isEmpty[store] = 0
  if (rate > 0 && storedWms >= maxWms - slackWms) col.isCharging[store] = 0
  if (rate < 0 && storedWms <= maxWms - bandWms + slackWms) col.isCharging[store] = 1
  watch(storage, store)
  if (wasEmpty !== col.isEmpty[store]) listener.supplyChanged()
  else listener.chargeChanged()
}

/** A full store of new cells goes into service. */
export function install(storage: SiteStorage, store: number): void {
  const { p, commands, listener } = storage
  const { col } = p.storage
  const { kernel } = p.ctx
  integrate(p, store)
  if (col.inService[store] === 0) {
    col.inService[store] = 1
    col.up[store] = p.plan.storage[store].count
    col.ageing[store] = kernel.schedule(commands.aged, store, kernel.now + MONTH_MS)
  }
  col.health[store] = 1
  const fullWms = bounds(p, store).maxWms
  col.exchangedWms[store] += fullWms - col.storedWms[store]
  col.storedWms[store] = fullWms
  col.isEmpty[store] = 0
  col.isCharging[store] = 0
  col.bornMs[store] = kernel.now
  beginAgeing(p, store)
  watch(storage, store)
  listener.supplyChanged()
}

function beginAgeing(p: PowerSite, store: number): void {
  const { agedMs, heldWms2, cycledWms } = p.storage.col
  agedMs[store] = p.ctx.kernel.now
  heldWms2[store] = 0
  cycledWms[store] = 0
}

/** Health lost since the last look; at the end of life the cells are replaced. */
function age(storage: SiteStorage, store: number): void {
  const { p, commands, listener } = storage
  const { col } = p.storage
  const { kernel } = p.ctx
  if (!isAble(p, store)) return
  integrate(p, store)
  const spanMs = kernel.now - col.agedMs[store]
  const newWms = capacityWms(p, store)
  const meanCharge = spanMs === 0 ? 0 : col.heldWms2[store] / spanMs / newWms
  col.health[store] -= healthLoss((col.agedMs[store] - col.bornMs[store]) / DAY_MS, (kernel.now - col.bornMs[store]) / DAY_MS, meanCharge, col.cycledWms[store] / newWms)
  beginAgeing(p, store)
  const mostWms = col.health[store] * newWms
  if (col.storedWms[store] > mostWms) {
    col.exchangedWms[store] += mostWms - col.storedWms[store]
    col.storedWms[store] = mostWms
  }
  if (col.health[store] <= p.plan.storage[store].endOfLife) {
    col.isReplacing[store] = 1
    kernel.schedule(commands.replaced, store, kernel.now + p.plan.storage[store].replacementMs)
  }
  watch(storage, store)
  listener.supplyChanged()
}

/** Power conversion failed or came back. */
export function storeChanged({ p, listener }: SiteStorage, store: number, isUp: boolean): void {
  p.storage.col.up[store] += isUp ? 1 : -1
  listener.supplyChanged()
}

/** Books of a store up to now; energies in W·ms. */
export interface StoreBook {
  readonly storedWms: number
  readonly capacityWms: number
  /** Share of the capacity of new cells that is left, 0–1. */
  readonly health: number
  readonly chargedWms: number
  readonly dischargedWms: number
  readonly auxiliaryWms: number
  /** What came and went with cells. */
  readonly exchangedWms: number
}

export function storeBook(p: PowerSite, store: number): StoreBook {
  const { col } = p.storage
  const spanMs = p.ctx.kernel.now - col.atMs[store]
  return {
    storedWms: col.storedWms[store] + rateW(p, store) * spanMs,
    capacityWms: capacityWms(p, store),
    health: col.health[store],
    chargedWms: col.chargedWms[store] + col.chargeW[store] * spanMs,
    dischargedWms: col.dischargedWms[store] + col.dischargeW[store] * spanMs,
    auxiliaryWms: col.auxiliaryWms[store] + col.auxiliaryW[store] * spanMs,
    exchangedWms: col.exchangedWms[store],
  }
}
