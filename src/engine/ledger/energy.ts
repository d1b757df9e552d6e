/**
 * The energy and water book: integrates the integer watts of the last settle exactly (kWh plus a W·ms remainder) and keeps
 * per-window energies for series. Identity: grid + generation = IT + mechanical + losses, as integers in W·ms.
 */
import { addEnergy, energyWMs } from '../../base/exact-sum.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { PowerView, World } from '../ports.ts'
import { windowCount } from './accounts.ts'
import { type SourceBook, type SourceItem, createSourceBook } from './source-book.ts'

/**
 * Order of the items; all but fuel are electric. Busbar is the part of IT that arrives behind the racks' own converters.
 * What is requested is IT, mechanical and what is short of it by cause, as integers in W·ms.
 */
export const ENERGY_ITEMS = ['grid', 'generation', 'it', 'mechanical', 'loss', 'fuel', 'busbar', 'requested', 'shortUtility', 'shortCurtail', 'shortInternal', 'shortCooling', 'shortPermit', 'storageOut'] as const
export type EnergyItem = (typeof ENERGY_ITEMS)[number]

const ITEM_COUNT = ENERGY_ITEMS.length
/** One kWh in W·ms, for fractions of a window. */
const W_MS_PER_KWH = 3_600_000_000
/** Litres in 3.6 × 10⁹ µg and in one µg of water, at a kilogram a litre. */
const L_PER_HIGH = 3.6
const L_PER_UG = 1e-9

export interface EnergyBook {
  /** Integrates up to now with the flows of the last call, then takes over the present flows. */
  post(totals: PowerView['totals'], makeupMgps: number): void
  closeWindow(): void
  /** Exact energy since the start, W·ms. */
  totalWms(item: EnergyItem): bigint
  /** What generation and fuel are made of, W·ms. */
  sourceWms(item: SourceItem): bigint
  /** Exact water since the start, µg. */
  totalWaterUg(): bigint
  /** Per-window energy of an item, kWh. */
  windowKWh(item: EnergyItem): Float64Array
  /** Per-window water, L; per-window highest site draw (grid + generation), W. */
  windowWaterL(): Float64Array
  windowPeakW(): Float64Array
  /** Highest draw of water, kg/s. */
  windowPeakKgps(): Float64Array
}

type Book = ReturnType<typeof createTables> & { readonly kernel: Kernel; readonly windows: number; readonly meter: GridListener; readonly sources: SourceBook }

/** An exact sum with the flow that feeds it, and what of it earlier windows already hold. */
const createItem = (state: State, item: EnergyItem) => state.scalars(`energy.${item}`, { kWh: 0, wMs: 0, flowW: 0, heldKWh: 0, heldWms: 0 })

function createTables(world: World, state: State) {
  return {
    items: ENERGY_ITEMS.map(item => createItem(state, item)),
    perWindow: state.table('energy.windows', windowCount(world) * ITEM_COUNT, { kWh: 'f64' }),
    site: state.table('energy.site', windowCount(world), { peakW: 'f64', waterL: 'f64', peakMgps: 'f64' }),
    now: state.scalars('energy.now', { lastMs: 0, window: 0 }),
    /** Water drawn, µg in the exact sum of energy: mg/s over ms as W over ms. */
    water: state.scalars('energy.water', { kWh: 0, wMs: 0, flowMgps: 0, heldKWh: 0, heldWms: 0 }),
  }
}

/** Hears of the power at the point of connection. */
export interface GridListener {
  advance(nowMs: number, gridW: number): void
}

function integrate(book: Book): void {
  const { now, items } = book
  const spanMs = book.kernel.now - now.lastMs
  if (spanMs <= 0) return
  for (let item = 0; item < ITEM_COUNT; item++) if (items[item].flowW !== 0) addEnergy(items[item], items[item].flowW, spanMs)
  if (book.water.flowMgps !== 0) addEnergy(book.water, book.water.flowMgps, spanMs)
  now.lastMs = book.kernel.now
}

function post(book: Book, totals: PowerView['totals'], makeupMgps: number): void {
  integrate(book)
  const { items } = book
  items[0].flowW = totals.gridW
  book.meter.advance(book.kernel.now, totals.gridW)
  book.sources.post(totals)
  items[1].flowW = totals.generationW
  items[2].flowW = totals.itW
  items[3].flowW = totals.mechanicalW
  items[4].flowW = totals.lossW
  items[5].flowW = totals.fuelW
  items[6].flowW = totals.busbarW
  items[7].flowW = totals.requestedW
  items[8].flowW = totals.shortUtilityW
  items[9].flowW = totals.shortCurtailW
  items[10].flowW = totals.shortInternalW
  items[11].flowW = totals.shortCoolingW
  items[12].flowW = totals.shortPermitW
  items[13].flowW = totals.storageOutW
  book.water.flowMgps = makeupMgps
  const { peakW, peakMgps } = book.site.col
  const window = Math.min(book.now.window, book.windows - 1)
  peakW[window] = Math.max(peakW[window], totals.gridW + totals.generationW)
  peakMgps[window] = Math.max(peakMgps[window], makeupMgps)
}

function closeWindow(book: Book): void {
  integrate(book)
  const { items, now, perWindow, site, water } = book
  items.forEach((sum, item) => {
    perWindow.col.kWh[now.window * ITEM_COUNT + item] = sum.kWh - sum.heldKWh + (sum.wMs - sum.heldWms) / W_MS_PER_KWH
    sum.heldKWh = sum.kWh
    sum.heldWms = sum.wMs
  })
  site.col.waterL[now.window] = (water.kWh - water.heldKWh) * L_PER_HIGH + (water.wMs - water.heldWms) * L_PER_UG
  water.heldKWh = water.kWh
  water.heldWms = water.wMs
  now.window += 1
  if (now.window >= book.windows) return
  site.col.peakW[now.window] = items[0].flowW + items[1].flowW
  site.col.peakMgps[now.window] = water.flowMgps
}

export function createEnergyBook(world: World, kernel: Kernel, state: State, meter: GridListener): EnergyBook {
  const windows = windowCount(world)
  const book: Book = { ...createTables(world, state), kernel, windows, meter, sources: createSourceBook(kernel, state) }
  const indexOf = (item: EnergyItem): number => ENERGY_ITEMS.indexOf(item)
  return {
    post: (totals, makeupMgps) => post(book, totals, makeupMgps),
    closeWindow: () => closeWindow(book),
    totalWms: item => energyWMs(book.items[indexOf(item)]),
    sourceWms: item => book.sources.totalWms(item),
    totalWaterUg: () => energyWMs(book.water),
    windowKWh: item => Float64Array.from({ length: windows }, (_, w) => book.perWindow.col.kWh[w * ITEM_COUNT + indexOf(item)]),
    windowWaterL: () => book.site.col.waterL.slice(0, windows),
    windowPeakW: () => book.site.col.peakW.slice(0, windows),
    windowPeakKgps: () => book.site.col.peakMgps.slice(0, windows).map(mgps => mgps / 1e6),
  }
}
