/** Power, cooling and the weather they stand in. */
import type { Distribution } from '../../base/distribution.ts'
import type { EntityKey } from '../../base/rng.ts'

/** Electrical state of the site after the last settle; owned by power, read by all. */
export interface PowerView {
  /** 1 when the block's design megawatts are committed and live (energised), by block. */
  readonly energised: Uint8Array
  /** Granted IT watts by block × class after capping; equals the request when nothing binds. */
  readonly grantedW: Float64Array
  /** Their sums by block. */
  readonly itGrantedW: Float64Array
  /** Granted mechanical watts by block. */
  readonly mechanicalGrantedW: Float64Array
  /** Racks without supply: 1 when dead. */
  readonly rackDead: Uint8Array
  /** Site totals, W: drawn from feeds, generated on site, losses, IT, mechanical. */
  readonly totals: SiteTotals
}

/** What is asked for, and what of it is not served, by cause, W: the utility, its calls, the site's own equipment, heat, permits of its sets. */
export interface NotServedTotals {
  requestedW: number
  shortUtilityW: number
  shortCurtailW: number
  shortInternalW: number
  shortCoolingW: number
  shortPermitW: number
}

/**
 * Flows of the site, W. Generation is the sum of standby sets, UPS batteries, plants, sun and storage; what charges storage is part of the
 * losses, as with UPS batteries. Fuel is diesel and gas, by lower heating value.
 */
export interface SiteTotals extends NotServedTotals {
  gridW: number; generationW: number; lossW: number; itW: number; mechanicalW: number; fuelW: number; busbarW: number
  standbyW: number; upsW: number; plantW: number; solarW: number; storageOutW: number; storageInW: number
  dieselW: number; gasW: number
}

/** What simulation.ts drives in power. Setting loads marks dirt; `settle` solves and updates the view. */
export interface PowerPort {
  readonly view: PowerView
  /** Firm megawatts promised by energised feeds and generation, W, now. */
  firmW(): number
  setItLoad(block: number, loadClass: number, requestW: number, minimumW: number): void
  setMechanicalLoad(block: number, requestW: number): void
  /** What the caps of a block's racks let through of what it asks for, W, before anything upstream cuts; `askedW` where it has none. */
  letThroughW(block: number, askedW: number): number
  /** Whether a limit that racks share holds the block back now, rather than the cap of each rack alone. */
  isHeldBack(block: number): boolean
  /** What heat makes the racks of a block give up of what they want, W, and whether cooling has shut them down. */
  setGivenUp(block: number, w: number, isShut: boolean): void
  /** Solves the dirty part; true if any grant or rack state changed since the last settle. */
  settle(): boolean
  /** Losses dissipated in conditioned rooms of a block (UPS, indoor distribution), W, as of the last settle. */
  roomLossW(block: number): number
}

/** Thermal state of the blocks after the last evaluation; owned by cooling. */
export interface CoolingView {
  /** Electric power asked by the plant of each block, W (integer). */
  readonly mechanicalW: Float64Array
  readonly makeupKgps: Float64Array
  /** Water that all blocks draw, whole mg/s. */
  drawMgps(): number
  readonly facilitySupplyC: Float64Array
  /** Technology-loop supply temperature at the cold plates. */
  readonly coolantC: Float64Array
  readonly inletAirC: Float64Array
  /** Thermal throttle factor asked from IT, (0, 1]. */
  readonly throttle: Float64Array
  /** What racks draw over what they would in cool inlets, because their fans speed up, ≥ 1. */
  readonly fanFactor: Float64Array
  /** 1 while the block must be off (thermal shutdown or no coolant). */
  readonly shutdown: Uint8Array
  /** Time so far with coolant above what the vendor warrants, with a warning, and with coolant held above the dew point, ms. */
  readonly beyondWarrantyMs: Float64Array; readonly warnedMs: Float64Array; readonly guardedMs: Float64Array
}

export interface CoolingPort {
  readonly view: CoolingView
  setWeather(weather: WeatherNow): void
  /** Capacity that clogged coils and filters leave to dry coolers from now on; 1 in clean air. */
  setAirSide(share: number): void
  /** Share of its usual water that the source gives from now on. */
  setWaterSupply(share: number): void
  /** Hail takes each cooler out with probability `damage` until its coil is repaired; `key` draws which. */
  strikeCoolers(damage: number, repair: Distribution, key: EntityKey): void
  /** Heat of a block now, W: IT power drawn (cooling splits liquid and air itself), plus losses dissipated in conditioned rooms. */
  evaluate(block: number, itW: number, roomLossW: number, poweredFraction: number): void
  /** All blocks of a settle are evaluated: the site's water follows. */
  settled(): void
}

/** Weather of the present hour. */
export interface WeatherNow {
  readonly dryBulbC: number
  readonly wetBulbC: number
  readonly humidityRatio: number
  readonly pressurePa: number
  readonly densityKgpm3: number
}
