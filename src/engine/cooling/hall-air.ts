/**
 * The air path of a block: rear doors first where racks have them, then hall air → air handlers → chilled water. Handlers are sized by flow, so their fans follow the heat;
 * a missing handler is felt as a warmer coil. Fans and chilled-water pumps heat what they move.
 */
import { affinityPowerW } from '../../physics/affinity.ts'
import { coilSupplyC } from '../../physics/air-side.ts'
import type { HallMasses } from '../../physics/thermal-mass.ts'
import { type RearDoors, doorShare } from './terminals.ts'

export interface AirDesign {
  /** Heat at design: in the hall behind the doors, in the handlers' coils with their fans, and in the chilled water of coils and doors, W. */
  readonly hallHeatW: number
  readonly handlerHeatW: number
  readonly coilHeatW: number
  readonly doors: RearDoors | undefined
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
  /** Heat that doors take from the racks' exhaust, W. */
  doorHeatW: number
  /** Heat in the hall, heat in the coils (fans included), heat in the chilled water (doors and pumps included), W. */
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
  fanW: 0, pumpW: 0, doorHeatW: 0, hallHeatW: 0, coilHeatW: 0, waterHeatW: 0, toOutdoorsW: 0, inletAboveK: 0, hasAir: true,
})

/** What of an air path is healthy: handlers, and the share of the chilled-water flow. */
export interface AirHealth {
  readonly handlers: number
  readonly chilledFlow: number
}

/** Heat that doors take of `behindW`, W, in a hall with `heatW` in all. */
function doorHeatW(design: AirDesign, doors: RearDoors, heatW: number, behindW: number, flowShare: number): number {
  // Without handlers racks breathe what the doors let through.
  const approachKPerW = flowShare > 0 ? design.coilApproachK / (design.hallHeatW * flowShare) : 0
  return behindW * doorShare(doors, heatW, behindW, approachKPerW, design.recirculationK)
}

/** Heat, fans and pumps of the air path with `heatW` in the hall, `rackAirW` of it from racks. */
export function solveHallAir(design: AirDesign, heatW: number, rackAirW: number, health: AirHealth, flows: AirFlows): void {
  const running = Math.min(health.handlers, design.handlersNeeded)
  const share = running / design.handlersNeeded
  // The approach widens as handlers and flow are missing; water that stands still keeps it where it was.
  const flowShare = share * (health.chilledFlow > 0 ? health.chilledFlow : 1)
  const behindW = design.doors === undefined || health.chilledFlow === 0 ? 0 : rackAirW * design.doors.share
  flows.hasAir = running > 0
  flows.doorHeatW = design.doors === undefined || behindW === 0 ? 0 : doorHeatW(design, design.doors, heatW, behindW, flowShare)
  flows.hallHeatW = heatW - flows.doorHeatW
  const moving = flows.hallHeatW > 0 && running > 0
  // Each running handler carries its part of the flow; beyond its rating it can only run at full speed.
  const speed = moving ? Math.min(1, flows.hallHeatW / (design.hallHeatW * share)) : 0
  flows.fanW = moving ? affinityPowerW(design.fanW * share, speed) : 0
  flows.coilHeatW = moving ? flows.hallHeatW + flows.fanW : 0
  const chilledW = flows.coilHeatW + flows.doorHeatW
  const isPumping = chilledW > 0 && health.chilledFlow > 0
  flows.pumpW = isPumping ? affinityPowerW(design.pumpW * health.chilledFlow, Math.min(1, chilledW / design.coilHeatW / health.chilledFlow)) : 0
  const pumpHeatW = flows.pumpW * design.pumpEfficiency
  flows.waterHeatW = chilledW + pumpHeatW
  flows.toOutdoorsW = flows.pumpW - pumpHeatW
  const cooledShare = rackAirW > 0 ? flows.doorHeatW / rackAirW : 0
  flows.inletAboveK = coilSupplyC(0, moving ? flows.coilHeatW / design.handlerHeatW / flowShare : 0, design.coilApproachK) + design.recirculationK * (1 - cooledShare)
}
