/**
 * The liquid path of a block: cold plates → technology loop → distribution units → facility water. Pumps follow the load by the
 * affinity laws; their hydraulic power ends in the liquid, the rest of the technology pumps' power in the hall air and that of
 * the facility pumps outdoors.
 */
import { affinityPowerW } from '../../physics/affinity.ts'
import { cduApproachK } from '../../physics/direct-liquid.ts'
import type { RowGroup } from './row-groups.ts'

export interface LiquidDesign {
  /** Heat of the cold plates at design, W; 0 for an air-cooled block. */
  readonly heatW: number
  /** Chips stand in a bath instead of on cold plates. */
  readonly isBath: boolean
  /** Set point of the facility supply, °C. */
  readonly setpointC: number
  readonly technologyPumpW: number
  readonly technologyPumpEfficiency: number
  readonly facilityPumpW: number
  readonly facilityPumpEfficiency: number
  /** Distribution units: usable heat and approach there, those needed at design, those installed. */
  readonly cduRatedW: number
  readonly approachRatedK: number
  readonly cdusNeeded: number
  readonly cdusInstalled: number
  /** Units that count when all are in order, and the heat at which they have the rated approach, W. With groups those that are needed count, in the hottest group. */
  readonly cdusHealthy: number
  readonly cdusCarryW: number
  /** Groups of units by rows of racks; none where the block is one. */
  readonly groups: readonly RowGroup[]
  /** Pumps of the facility loop: those that carry the design flow, and those installed. */
  readonly pumpsNeeded: number
  readonly pumpsInstalled: number
  /** Heat stored per kelvin by the two loops together, by the technology loop alone, and by the chips themselves, J/K. */
  readonly loopJPerK: number
  readonly technologyJPerK: number
  readonly chipsJPerK: number
}

export interface LoopFlows {
  technologyPumpW: number
  facilityPumpW: number
  /** Heat crossing the distribution units, and heat in the facility water, W. */
  exchangedW: number
  facilityHeatW: number
  /** Technology pump power that heats the hall, facility pump power lost outdoors, W. */
  toHallW: number
  toOutdoorsW: number
  /** Coolant supply above facility supply, K. */
  approachK: number
  /** False when no distribution unit runs. */
  hasCoolant: boolean
}

export const createLoopFlows = (): LoopFlows => ({
  technologyPumpW: 0, facilityPumpW: 0, exchangedW: 0, facilityHeatW: 0, toHallW: 0, toOutdoorsW: 0, approachK: 0, hasCoolant: true,
})

/** What of a liquid path is healthy: distribution units, share of the facility flow, share of the exchangers' capacity that fouling leaves. */
export interface LoopHealth {
  readonly cdus: number
  readonly facilityFlow: number
  readonly exchange: number
}

/**
 * Heat and pumping of a liquid path in operation, with `plateHeatW` in the cold plates. Exchangers keep their effectiveness, so less
 * flow and fouled plates widen the approach in proportion; fewer pumps run at the speed that their share of the flow takes.
 */
export function solveLoop(design: LiquidDesign, plateHeatW: number, health: LoopHealth, operating: boolean, flows: LoopFlows): void {
  const { cdus, facilityFlow, exchange } = health
  const running = Math.min(cdus, design.cdusNeeded)
  flows.hasCoolant = running > 0 || design.heatW === 0
  const pumping = operating && running > 0
  const load = pumping ? plateHeatW / design.heatW : 0
  flows.technologyPumpW = pumping ? affinityPowerW(design.technologyPumpW, Math.min(1, load)) : 0
  flows.facilityPumpW = pumping && facilityFlow > 0 ? affinityPowerW(design.facilityPumpW * facilityFlow, Math.min(1, load / facilityFlow)) : 0
  const technologyHeatW = flows.technologyPumpW * design.technologyPumpEfficiency
  const facilityPumpHeatW = flows.facilityPumpW * design.facilityPumpEfficiency
  flows.exchangedW = pumping ? plateHeatW + technologyHeatW : 0
  flows.facilityHeatW = flows.exchangedW + facilityPumpHeatW
  flows.toHallW = flows.technologyPumpW - technologyHeatW
  flows.toOutdoorsW = flows.facilityPumpW - facilityPumpHeatW
  // Coolant that stops moving stays where full flow had it.
  const carrying = running > 0 ? running : design.cdusNeeded
  flows.approachK = plateHeatW > 0 ? cduApproachK(design.approachRatedK, Math.max(flows.exchangedW, plateHeatW), ((design.cdusCarryW * carrying) / design.cdusNeeded) * exchange * (facilityFlow > 0 ? facilityFlow : 1)) : 0
}
