/**
 * The energy and water book: integrates the integer watts of the last settle exactly (kWh plus a W·ms remainder) and keeps
 * per-window energies for series. Identity: grid + generation = IT + mechanical + losses, as integers in W·ms.
 */
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { PowerView, World } from '../ports.ts'
import { windowCount } from './accounts.ts'

/** Order of the items; all but fuel are electric. */
export const ENERGY_ITEMS = ['grid', 'generation', 'it', 'mechanical', 'loss', 'fuel'] as const
export type EnergyItem = (typeof ENERGY_ITEMS)[number]

const ITEM_COUNT = ENERGY_ITEMS.length
/** One kWh in W·ms. */
const KWH = 3_600_000_000
const LITRES_PER_KG = 1

export interface EnergyBook {
  /** Integrates up to now with the flows of the last call, then takes over the present flows. */
  post(totals: PowerView['totals'], makeupKgps: number): void
  closeWindow(): void
  /** Exact energy since the start, W·ms. */
  totalWms(item: EnergyItem): bigint
  totalWaterL(): number
  /** Per-window energy of an item, kWh. */
  windowKWh(item: EnergyItem): Float64Array
  /** Per-window water, L; per-window highest site draw (grid + generation), W. */
  windowWaterL(): Float64Array
  windowPeakW(): Float64Array
}

type Book = ReturnType<typeof createTables> & { readonly kernel: Kernel; readonly windows: number }

function createTables(world: World, state: State) {
  return {
    items: state.table('energy.items', ITEM_COUNT, { kWh: 'f64', wMs: 'f64', flowW: 'f64', postedKWh: 'f64', postedWms: 'f64' }),
    perWindow: state.table('energy.windows', windowCount(world) * ITEM_COUNT, { kWh: 'f64' }),
    site: state.table('energy.site', windowCount(world), { peakW: 'f64', waterL: 'f64' }),
    now: state.scalars('energy.now', { lastMs: 0, window: 0, makeupKgps: 0, waterL: 0, postedWaterL: 0 }),
  }
}

/** Adds watts × ms exactly; a flow of 1 GW over 24 h would pass 2^53, so long spans are added hour by hour. */
function addExactly(book: Book, item: number, watts: number, spanMs: number): void {
  const { kWh, wMs } = book.items.col
  let left = spanMs
  while (left > 0) {
    const step = Math.min(left, 3_600_000)
    const sum = wMs[item] + watts * step
    const whole = Math.floor(sum / KWH)
    kWh[item] += whole
    wMs[item] = sum - whole * KWH
    left -= step
  }
}

function integrate(book: Book): void {
  const { now, items } = book
  const spanMs = book.kernel.now - now.lastMs
  if (spanMs <= 0) return
  for (let item = 0; item < ITEM_COUNT; item++) if (items.col.flowW[item] !== 0) addExactly(book, item, items.col.flowW[item], spanMs)
  now.waterL += (now.makeupKgps * LITRES_PER_KG * spanMs) / 1000
  now.lastMs = book.kernel.now
}

function post(book: Book, totals: PowerView['totals'], makeupKgps: number): void {
  integrate(book)
  const { flowW } = book.items.col
  flowW[0] = totals.gridW
  flowW[1] = totals.generationW
  flowW[2] = totals.itW
  flowW[3] = totals.mechanicalW
  flowW[4] = totals.lossW
  flowW[5] = totals.fuelW
  book.now.makeupKgps = makeupKgps
  const { peakW } = book.site.col
  const window = Math.min(book.now.window, book.windows - 1)
  peakW[window] = Math.max(peakW[window], totals.gridW + totals.generationW)
}

function closeWindow(book: Book): void {
  integrate(book)
  const { items, now, perWindow, site } = book
  for (let item = 0; item < ITEM_COUNT; item++) {
    const { kWh, wMs, postedKWh, postedWms } = items.col
    perWindow.col.kWh[now.window * ITEM_COUNT + item] = kWh[item] - postedKWh[item] + (wMs[item] - postedWms[item]) / KWH
    postedKWh[item] = kWh[item]
    postedWms[item] = wMs[item]
  }
  site.col.waterL[now.window] = now.waterL - now.postedWaterL
  now.postedWaterL = now.waterL
  now.window += 1
  if (now.window < book.windows) site.col.peakW[now.window] = items.col.flowW[0] + items.col.flowW[1]
}

export function createEnergyBook(world: World, kernel: Kernel, state: State): EnergyBook {
  const windows = windowCount(world)
  const book: Book = { ...createTables(world, state), kernel, windows }
  const indexOf = (item: EnergyItem): number => ENERGY_ITEMS.indexOf(item)
  return {
    post: (totals, makeupKgps) => post(book, totals, makeupKgps),
    closeWindow: () => closeWindow(book),
    totalWms: item => BigInt(book.items.col.kWh[indexOf(item)]) * BigInt(KWH) + BigInt(book.items.col.wMs[indexOf(item)]),
    totalWaterL: () => book.now.waterL,
    windowKWh: item => Float64Array.from({ length: windows }, (_, w) => book.perWindow.col.kWh[w * ITEM_COUNT + indexOf(item)]),
    windowWaterL: () => book.site.col.waterL.slice(0, windows),
    windowPeakW: () => book.site.col.peakW.slice(0, windows),
  }
}
