/** The liquid way of a block's heat: cold plates, distribution units, facility pumps, plant, with the water that the plant uses up. */
import { PG25 } from '../../../physics/direct-liquid.ts'
import type { SchematicFact } from '../../../results/cooling-schematic.ts'
import { type BlockDesign, loopFluid } from '../../cooling/block-design.ts'
import type { PlantAnswer } from '../../cooling/plant.ts'
import { terminalOf } from '../../cooling/terminals.ts'
import { groupsOf, machineStates } from './machines.ts'
import { type Finding, type Part, type Pipe, type Settled, type Sketch, groupHealth, heatState, isOff, loopState, makeupState, worstOf } from './part.ts'

const coolantC = ({ input, solution }: Settled): number => input.facilityC + solution.loop.approachK

/** Flow follows the heat up to that of the design, as the pumps do. */
function share({ design, solution }: Settled, heatW: number, designW: number): number {
  return solution.loop.hasCoolant && design.liquid.heatW > 0 ? Math.min(1, heatW / designW) : 0
}

const plateHeatW = ({ design, input }: Settled): number => design.liquidFraction * input.itW
/** Density and heat capacity of what flows past the chips: glycol in water, or the dielectric of a bath. */
const coolantOf = ({ design: { section: { immersion } } }: Settled): { readonly density: number; readonly heatCapacity: number } =>
  immersion ?? { density: PG25.densityKgpm3, heatCapacity: PG25.cpJPerKgK }
function coolantKgps(settled: Settled): number {
  const { section, liquid } = settled.design
  return terminalOf(section).flowM3ps(liquid.heatW) * coolantOf(settled).density * share(settled, plateHeatW(settled), liquid.heatW)
}
const facilityCp = ({ design: { section } }: Settled): number => loopFluid(section.facilityLoop).heatCapacityJPerKgK
function facilityKgps(settled: Settled): number {
  const { liquid, section } = settled.design
  return (liquid.heatW / (facilityCp(settled) * section.facilityLoop.range)) * share(settled, plateHeatW(settled), liquid.heatW)
}

/** Supply above its set point that is worth a warning, K: coolant limits have a margin of several kelvin. */
const OFF_SET_POINT_K = 0.5

/** What a plant says of itself, whatever it is made of. */
export function plantFindings(answer: PlantAnswer, supplyC: number, setpointC: number): Finding[] {
  if (!Number.isFinite(supplyC)) return [{ health: 'failed', note: 'the heat outruns the plant at any temperature' }]
  return [
    ...(answer.holds ? [] : [{ health: supplyC - setpointC > OFF_SET_POINT_K ? ('reduced' as const) : ('normal' as const), note: `supply ${(supplyC - setpointC).toFixed(1)} K above its set point` }]),
    ...(answer.coolersLockedOut ? [{ health: 'reduced' as const, note: 'coolers stop: the air is too hot for them' }] : []),
    ...(answer.chillersLockedOut ? [{ health: 'reduced' as const, note: 'chillers stop: the air is too hot for them' }] : []),
  ]
}

/** Effort of a plant: what turns, what is wet, what outdoor air does alone. */
export function effortOf(answer: PlantAnswer): SchematicFact[] {
  const facts: SchematicFact[] = [
    { name: 'fans', value: answer.fanSpeed, unit: 'share', limit: null },
    { name: 'pads', value: answer.padEffectiveness, unit: 'share', limit: null },
    { name: 'compressors', value: answer.chillerShare, unit: 'share', limit: null },
    { name: 'by outdoor air', value: answer.freeShare, unit: 'share', limit: null },
  ]
  return facts.filter(({ value }) => value > 0)
}

const plates = ({ block, section: { immersion } }: BlockDesign): Part => ({
  name: 'plates', kind: 'terminal', label: immersion === undefined ? 'Cold plates' : 'Immersion baths', lane: 0, row: 1, machines: [], path: ['blocks', block, 'cooling', 'chip'],
  read(settled) {
    const { design: { limits }, solution } = settled
    const temperatureC = coolantC(settled)
    const found = worstOf([
      ...(solution.loop.hasCoolant ? [] : [{ health: 'failed' as const, note: 'no coolant moves' }]),
      ...(temperatureC >= limits.shutdownC ? [{ health: 'failed' as const, note: 'coolant at which the chips shut down' }] : []),
      ...(temperatureC > limits.throttleC ? [{ health: 'reduced' as const, note: 'the chips throttle' }] : []),
      ...(temperatureC > limits.coolantMaxC ? [{ health: 'reduced' as const, note: 'coolant warmer than the vendor allows' }] : []),
    ])
    const facts: SchematicFact[] = Number.isFinite(temperatureC) ? [{ name: 'coolant', value: temperatureC, unit: '°C', limit: limits.coolantMaxC }] : []
    return { ...(isOff(settled) ? { health: 'off', note: '' } : found), electricW: 0, machines: [], facts }
  },
})

function units(design: BlockDesign): Part {
  const groups = groupsOf(design, 'cdu')
  return {
    name: 'cdu', kind: 'exchanger', label: 'Coolant distribution', lane: 0, row: 2, machines: groups, path: ['blocks', design.block, 'cooling', 'cdu'],
    read(settled) {
      const states = machineStates(groups, settled, null)
      return { ...(isOff(settled) ? { health: 'off', note: '' } : groupHealth(groups, states)), electricW: settled.solution.loop.technologyPumpW, machines: states, facts: [] }
    },
  }
}

const pumps = (block: number): Part => ({
  name: 'pumps', kind: 'pumps', label: 'Facility water pumps', lane: 0, row: 3, machines: [], path: ['blocks', block, 'cooling', 'facilityLoop'],
  read: settled => ({ health: isOff(settled) ? 'off' : settled.input.pumpsStarted ? 'normal' : 'failed', note: '', electricW: settled.solution.loop.facilityPumpW, machines: [], facts: [] }),
})

function plant(design: BlockDesign): Part {
  const groups = groupsOf(design, 'plant')
  return {
    name: 'plant', kind: 'plant', label: 'Plant', lane: 0, row: 4, machines: groups, path: ['blocks', design.block, 'cooling', 'plant'],
    read(settled) {
      const { liquidPlant } = settled.solution
      const states = machineStates(groups, settled, liquidPlant)
      const found = worstOf([...plantFindings(liquidPlant, settled.input.facilityC, design.liquid.setpointC), groupHealth(groups, states)])
      return { ...(isOff(settled) ? { health: 'off', note: '' } : found), electricW: liquidPlant.electricW, machines: states, facts: effortOf(liquidPlant) }
    },
  }
}

const tank = (design: BlockDesign): Part => ({
  name: 'tank', kind: 'tank', label: 'Water tank', lane: design.liquid.heatW > 0 ? 0 : 1, row: 5, machines: [], path: ['blocks', design.block, 'cooling', 'water'],
  read(settled) {
    const { tankKg } = settled.design.water
    const makeupKgps = settled.solution.liquidPlant.makeupKgps + settled.solution.airPlant.makeupKgps
    const isDry = settled.input.waterLimitKgps === 0
    const hours = makeupKgps > 0 ? tankKg / makeupKgps / 3600 : 0
    const note = isDry ? 'no water' : tankKg <= 0 ? 'no tank' : hours > 0 ? `full, it lasts ${hours >= 100 ? 'over 100' : hours.toFixed(0)} h at this draw` : 'full'
    return { health: isOff(settled) ? 'off' : isDry ? 'failed' : 'normal', note, electricW: 0, machines: [], facts: [] }
  },
})

/** Kinds of machines that may evaporate water. */
const WET: ReadonlySet<string> = new Set(['cooler', 'tower', 'airCooler', 'airTower'])

/** All of a block's liquid way; nothing for a block that is cooled by air alone. */
export function liquidPath(design: BlockDesign): Sketch {
  if (design.liquid.heatW <= 0) return { parts: [], pipes: [] }
  const { block } = design
  const parts = [plates(design), units(design), pumps(block), plant(design)]
  const pipes: Pipe[] = [
    { from: 'racks', to: 'plates', medium: 'heat', read: settled => heatState(plateHeatW(settled)) },
    { from: 'plates', to: 'cdu', medium: 'coolant', read: settled => loopState(plateHeatW(settled), coolantC(settled), coolantKgps(settled), coolantOf(settled).heatCapacity) },
    { from: 'cdu', to: 'pumps', medium: 'water', read: settled => loopState(settled.solution.loop.exchangedW, settled.input.facilityC, facilityKgps(settled), facilityCp(settled)) },
    { from: 'pumps', to: 'plant', medium: 'water', read: settled => loopState(settled.solution.loop.facilityHeatW, settled.input.facilityC, facilityKgps(settled), facilityCp(settled)) },
    { from: 'plant', to: 'outdoors', medium: 'heat', read: ({ solution: { liquidPlant, loop } }) => heatState(liquidPlant.coolerHeatW + liquidPlant.chillerHeatW + liquidPlant.electricW + loop.toOutdoorsW) },
  ]
  return { parts, pipes }
}

/** The water that plants of a block use up, from the source over the tank; nothing for a block that takes none. */
export function waterPath(design: BlockDesign): Sketch {
  if (design.water.designKgps <= 0) return { parts: [], pipes: [] }
  const isWet = (part: 'plant' | 'airPlant'): boolean => groupsOf(design, part).some(({ kind }) => WET.has(kind))
  const takers: Pipe[] = [
    ...(design.liquid.heatW > 0 && isWet('plant') ? [{ from: 'tank', to: 'plant', medium: 'makeup', read: ({ solution }: Settled) => makeupState(solution.liquidPlant.makeupKgps) } as const] : []),
    ...(isWet('airPlant') ? [{ from: 'tank', to: 'airPlant', medium: 'makeup', read: ({ solution }: Settled) => makeupState(solution.airPlant.makeupKgps) } as const] : []),
  ]
  return { parts: [tank(design)], pipes: [{ from: 'water', to: 'tank', medium: 'makeup', read: ({ solution }) => makeupState(solution.liquidPlant.makeupKgps + solution.airPlant.makeupKgps) }, ...takers] }
}
