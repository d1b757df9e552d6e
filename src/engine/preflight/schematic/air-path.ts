/** The air way of a block's heat: hall air, air handlers, chilled-water pumps, plant of the air share. */
import { hallAir } from '../../../physics/air-side.ts'
import type { SchematicFact } from '../../../results/cooling-schematic.ts'
import type { BlockDesign } from '../../cooling/block-design.ts'
import { effortOf, plantFindings } from './liquid-path.ts'
import { groupsOf, machineStates } from './machines.ts'
import { type Part, type Pipe, type Settled, type Sketch, WATER_CP, groupHealth, heatState, isOff, loopState, worstOf } from './part.ts'

/** Air in the hall: density, kg/m³, and specific heat, J/(kg·K), as the handlers are sized. */
const AIR_KG_PER_M3 = 1.15
const AIR_CP = 1006

const LANE = 1

/** Air that the handlers move, kg/s: their design flow, as far as they run. */
function airKgps({ design: { air, section }, input, solution }: Settled): number {
  if (air.handlersNeeded === 0 || !solution.air.hasAir) return 0
  const { rise, supply, recirculation, bypass } = section.air
  const designKgps = hallAir(air.hallHeatW, rise, supply, AIR_KG_PER_M3, { recirculationFraction: recirculation, bypassFraction: bypass }).crahFlowM3ps * AIR_KG_PER_M3
  const running = Math.min(input.handlers, air.handlersNeeded) / air.handlersNeeded
  return designKgps * running * Math.min(1, solution.air.hallHeatW / (air.hallHeatW * running))
}

/** Chilled water that moves, kg/s. */
function chilledKgps({ design: { air }, solution }: Settled): number {
  const designKgps = air.coilHeatW / (WATER_CP * (air.returnC - air.setpointC))
  return designKgps * Math.min(1, (solution.air.coilHeatW + solution.air.doorHeatW) / air.coilHeatW)
}

/** Share of the chilled water that goes to the handlers; the rest goes to rear doors. */
const handlersShare = ({ solution: { air } }: Settled): number => (air.doorHeatW === 0 ? 1 : air.coilHeatW / (air.coilHeatW + air.doorHeatW))

const inletC = ({ input, solution }: Settled): number => input.chilledC + solution.air.inletAboveK

const hall = (block: number): Part => ({
  name: 'hall', kind: 'terminal', label: 'Hall air', lane: LANE, row: 1, machines: [], path: ['blocks', block, 'cooling', 'air'],
  read(settled) {
    const { design: { limits }, solution } = settled
    const temperatureC = inletC(settled)
    const found = worstOf([
      ...(solution.air.hasAir ? [] : [{ health: 'failed' as const, note: 'no air moves' }]),
      ...(temperatureC >= limits.inletMaxC ? [{ health: 'failed' as const, note: 'inlet air at which servers shut down' }] : []),
      ...(temperatureC > limits.inletWarningC ? [{ health: 'reduced' as const, note: 'inlet air above the warning' }] : []),
    ])
    const facts: SchematicFact[] = Number.isFinite(temperatureC) ? [{ name: 'inlet air', value: temperatureC, unit: '°C', limit: limits.inletMaxC }] : []
    return { ...(isOff(settled) ? { health: 'off', note: '' } : found), electricW: solution.houseW, machines: [], facts }
  },
})

function handlers(design: BlockDesign): Part {
  const groups = groupsOf(design, 'handlers')
  return {
    name: 'handlers', kind: 'exchanger', label: 'Air handlers', lane: LANE, row: 2, machines: groups, path: ['blocks', design.block, 'cooling', 'air'],
    read(settled) {
      const states = machineStates(groups, settled, null)
      return { ...(isOff(settled) ? { health: 'off', note: '' } : groupHealth(groups, states)), electricW: settled.solution.air.fanW, machines: states, facts: [] }
    },
  }
}

const pumps = (block: number): Part => ({
  name: 'chilledPumps', kind: 'pumps', label: 'Chilled-water pumps', lane: LANE, row: 3, machines: [], path: ['blocks', block, 'cooling', 'air'],
  read: settled => ({ health: isOff(settled) ? 'off' : settled.input.pumpsStarted ? 'normal' : 'failed', note: '', electricW: settled.solution.air.pumpW, machines: [], facts: [] }),
})

function plant(design: BlockDesign): Part {
  const groups = groupsOf(design, 'airPlant')
  return {
    name: 'airPlant', kind: 'plant', label: 'Plant of the air share', lane: LANE, row: 4, machines: groups, path: ['blocks', design.block, 'cooling', 'air', 'chillers'],
    read(settled) {
      const { airPlant } = settled.solution
      const states = machineStates(groups, settled, airPlant)
      const found = worstOf([...plantFindings(airPlant, settled.input.chilledC, design.air.setpointC), groupHealth(groups, states)])
      return { ...(isOff(settled) ? { health: 'off', note: '' } : found), electricW: airPlant.electricW, machines: states, facts: effortOf(airPlant) }
    },
  }
}

/** Of the heat in the hall, that which the racks give to its air, W; the rest is lighting, pumps and electrical rooms. */
const rackAirW = ({ design, input, solution }: Settled): number => (1 - design.liquidFraction) * input.itW - solution.air.doorHeatW

/** Rear doors have a way of their own, beside the hall air that they spare, to the chilled water of both. */
const doors = (block: number): Part => ({
  name: 'doors', kind: 'terminal', label: 'Rear doors', lane: LANE + 1, row: 1, machines: [], path: ['blocks', block, 'cooling', 'air', 'rearDoors'],
  read: settled => ({ health: isOff(settled) ? 'off' : 'normal', note: '', electricW: 0, machines: [], facts: [] }),
})

const doorPipes: readonly Pipe[] = [
  { from: 'racks', to: 'doors', medium: 'heat', read: settled => heatState(settled.solution.air.doorHeatW) },
  { from: 'doors', to: 'chilledPumps', medium: 'water', read: settled => loopState(settled.solution.air.doorHeatW, settled.input.chilledC, chilledKgps(settled) * (1 - handlersShare(settled)), WATER_CP) },
]

export function airPath(design: BlockDesign): Sketch {
  const { block } = design
  return {
    parts: [hall(block), handlers(design), pumps(block), plant(design), ...(design.air.doors === undefined ? [] : [doors(block)])],
    pipes: [
      ...(design.air.doors === undefined ? [] : doorPipes),
      { from: 'racks', to: 'hall', medium: 'heat', read: settled => heatState(rackAirW(settled)) },
      { from: 'hall', to: 'handlers', medium: 'air', read: settled => loopState(settled.solution.air.hallHeatW, inletC(settled) - settled.design.air.recirculationK, airKgps(settled), AIR_CP) },
      { from: 'handlers', to: 'chilledPumps', medium: 'water', read: settled => loopState(settled.solution.air.coilHeatW, settled.input.chilledC, chilledKgps(settled) * handlersShare(settled), WATER_CP) },
      { from: 'chilledPumps', to: 'airPlant', medium: 'water', read: settled => loopState(settled.solution.air.waterHeatW, settled.input.chilledC, chilledKgps(settled), WATER_CP) },
      { from: 'airPlant', to: 'outdoors', medium: 'heat', read: ({ solution: { airPlant, air } }) => heatState(airPlant.coolerHeatW + airPlant.chillerHeatW + airPlant.electricW + air.toOutdoorsW) },
    ],
  }
}
