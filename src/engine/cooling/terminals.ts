/**
 * What takes the heat from the racks: cold plates on a loop of coolant, or a bath of dielectric; and rear doors for what goes into the
 * air. Air handlers take the rest.
 */
import { type ColdPlate, PG25, coolantFlowKgps, coolantRiseK } from '../../physics/direct-liquid.ts'
import { ACCELERATOR_CAPACITY_JPK, coolantCapacityJPerK } from '../../physics/thermal-mass.ts'
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'

/** The liquid at the chips of a block. */
export interface Terminal {
  readonly isBath: boolean
  /** Flow that `heatW` takes, m³/s. */
  flowM3ps(heatW: number): number
  /** Heat that the liquid behind `heatW` stores, and that which chips store when it stands still, J/K. */
  storeJPerK(heatW: number): number
  chipsJPerK(heatW: number): number
  readonly plate: ColdPlate
}

function plateOf({ chip }: BlockCoolingSection, resistanceKPerW: number, riseK: number): ColdPlate {
  return {
    chipW: chip.power, resistanceKPerW, coolantRiseK: riseK,
    throttleC: chip.throttle, shutdownC: chip.shutdown, throttleFractionMin: chip.floor,
  }
}

function coldPlates(section: BlockCoolingSection): Terminal {
  const { cdu, chip } = section
  return {
    isBath: false,
    flowM3ps: heatW => coolantFlowKgps(heatW, cdu.flow) / PG25.densityKgpm3,
    storeJPerK: heatW => coolantCapacityJPerK((cdu.volume * heatW) / 1000, PG25.densityKgpm3, PG25.cpJPerKgK),
    chipsJPerK: heatW => (heatW / chip.power) * ACCELERATOR_CAPACITY_JPK,
    plate: plateOf(section, chip.resistance, coolantRiseK(1000, coolantFlowKgps(1000, cdu.flow))),
  }
}

/** Chips in a bath heat all of it when it stands still. */
function bath(section: BlockCoolingSection, of: NonNullable<BlockCoolingSection['immersion']>): Terminal {
  const { density, heatCapacity, flow, volume, resistance } = of
  const flowM3ps = (heatW: number): number => ((heatW / 1000) * flow) / 60_000
  const storeJPerK = (heatW: number): number => coolantCapacityJPerK((volume * heatW) / 1000, density, heatCapacity)
  return { isBath: true, flowM3ps, storeJPerK, chipsJPerK: storeJPerK, plate: plateOf(section, resistance, 1000 / (flowM3ps(1000) * density * heatCapacity)) }
}

export const terminalOf = (section: BlockCoolingSection): Terminal => (section.immersion === undefined ? coldPlates(section) : bath(section, section.immersion))

/** Rear doors: a coil behind the racks, on chilled water. */
export interface RearDoors {
  readonly effectiveness: number
  /** Share of the racks' air heat that is behind doors. */
  readonly share: number
  /** Temperature rise of the air through the racks, K. */
  readonly riseK: number
}

export const doorsOf = ({ air }: BlockCoolingSection): RearDoors | undefined =>
  air.rearDoors === undefined ? undefined : { effectiveness: air.rearDoors.effectiveness, share: air.rearDoors.share, riseK: air.rise }

/**
 * Share of the heat behind them that doors take, at most all: effectiveness × (exhaust − water) ÷ rise. The inlet above the water
 * follows from what doors leave to the handlers: their coils' approach per watt in the hall, and the exhaust that racks breathe again,
 * which doors have cooled. `heatW` is all heat in the hall, `behindW` that behind doors.
 */
export function doorShare(doors: RearDoors, heatW: number, behindW: number, approachKPerW: number, recirculationK: number): number {
  const inletAboveK = approachKPerW * heatW + recirculationK
  const relievedK = approachKPerW * behindW + recirculationK * doors.share
  return Math.min(1, (doors.riseK + inletAboveK) / (doors.riseK / doors.effectiveness + relievedK))
}
