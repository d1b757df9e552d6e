/**
 * The air path of a block: hall air → air handlers → chilled water. Handlers are sized by flow, so their fans follow the heat;
 * a missing handler is felt as a warmer coil. Fans and chilled-water pumps heat what they move.
 */
import { affinityPowerW } from '../../physics/affinity.ts'
import { coilSupplyC } from '../../physics/air-side.ts'
import type { HallMasses } from '../../physics/thermal-mass.ts'

export interface AirDesign {
  /** Heat at design: in the hall, with the handlers' fans, and with the chilled-water pumps, W. */
  readonly hallHeatW: number
  readonly coilHeatW: number
  readonly setpointC: number
  readonly returnC: number
  readonly fanW: number
  readonly pumpW: number
  readonly pumpEfficiency: number
  readonly handlersNeeded: number
  readonly handlersInstalled: number
  readonly coilApproachK: number
  /** Pumps of the chilled water: those that carry the design flow, and those installed. */
  readonly pumpsNeeded: number
  readonly pumpsInstalled: number
  /** Inlet above supply air because servers breathe some of their exhaust, K. */
  readonly recirculationK: number
  /** Lighting, controls and people while the block is live, W. */
  readonly houseW: number
  readonly masses: HallMasses
  /** Heat stored per kelvin of chilled water with the hall that follows it, J/K. */
  readonly storeJPerK: number
  /** Free cooling of the plant above outdoor air, K. */
  readonly freeApproachK: number
}

export interface AirFlows {
  fanW: number
  pumpW: number
  /** Heat in the hall, heat in the coils (fans included), heat in the chilled water (pumps included), W. */
  hallHeatW: number
  coilHeatW: number
  waterHeatW: number
  toOutdoorsW: number
  /** Inlet air above chilled-water supply, K. */
  inletAboveK: number
  /** False when no handler runs. */
  hasAir: boolean
}

export const createAirFlows = (): AirFlows => ({
  fanW: 0, pumpW: 0, hallHeatW: 0, coilHeatW: 0, waterHeatW: 0, toOutdoorsW: 0, inletAboveK: 0, hasAir: true,
})

/** Heat, fans and pumps of the air path with `hallHeatW` in the hall, `handlers` healthy air handlers and a share of the chilled-water flow. */
export function solveHallAir(design: AirDesign, hallHeatW: number, handlers: number, chilledFlow: number, flows: AirFlows): void {
  const running = Math.min(handlers, design.handlersNeeded)
  const share = running / design.handlersNeeded
  flows.hasAir = running > 0
  flows.hallHeatW = hallHeatW
  const moving = hallHeatW > 0 && running > 0
  // Each running handler carries its part of the flow; beyond its rating it can only run at full speed.
  const speed = moving ? Math.min(1, hallHeatW / (design.hallHeatW * share)) : 0
  flows.fanW = moving ? affinityPowerW(design.fanW * share, speed) : 0
  flows.coilHeatW = moving ? hallHeatW + flows.fanW : 0
  const load = flows.coilHeatW / design.coilHeatW
  flows.pumpW = moving && chilledFlow > 0 ? affinityPowerW(design.pumpW * chilledFlow, Math.min(1, load / chilledFlow)) : 0
  const pumpHeatW = flows.pumpW * design.pumpEfficiency
  flows.waterHeatW = flows.coilHeatW + pumpHeatW
  flows.toOutdoorsW = flows.pumpW - pumpHeatW
  flows.inletAboveK = coilSupplyC(0, moving ? load / (share * (chilledFlow > 0 ? chilledFlow : 1)) : 0, design.coilApproachK) + design.recirculationK
}
