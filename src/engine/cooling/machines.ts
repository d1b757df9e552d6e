/** The single machines of a block's cooling: what can fail, what stands in the yard and in the hall, with ratings and models. */
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import type { BlockDesign } from './block-design.ts'
import type { ChillerBank, CoolerBank, TowerBank } from './plant.ts'

/** Columns of the block table in which failed machines are counted. */
export type OutCounter = 'facilityPumpsOut' | 'chilledPumpsOut' | 'controllersOut' | 'fansOut' | 'trimOut' | 'towersOut' | 'airFansOut' | 'airChillersOut' | 'airTowersOut' | 'cdusOut' | 'handlersOut'

/** Machines that take heat on. */
export type MachineKind = 'cooler' | 'trimChiller' | 'tower' | 'airCooler' | 'airChiller' | 'airTower' | 'cdu' | 'airHandler'

/** All that can fail by itself. */
export type EquipmentKind = MachineKind | 'cduPump' | 'facilityPump' | 'chilledPump' | 'plantController'

/** Where machines with coils in the open, which one fan does not stop, count those that are out as a whole. */
export const COILS_OUT: Readonly<Partial<Record<EquipmentKind, 'coilsOut' | 'airCoilsOut'>>> = { cooler: 'coilsOut', airCooler: 'airCoilsOut' }

export interface Machine {
  /** Path of the machine, key of its random stream. */
  readonly id: string
  readonly kind: EquipmentKind
  readonly label: string
  readonly block: number
  /** Rated heat, W. */
  readonly ratingW: number
  readonly model: string
  /** Machines of its kind that its block needs for its design heat. */
  readonly needed: number
  readonly counter: OutCounter
  /** Group of rows that a distribution unit or its pump belongs to, by index in its block; undefined where the block is one group. */
  readonly rowGroup?: number
  readonly failuresPerYear: number
  readonly repairMeanMs: number
  /** Failures that take much longer: their share, and their mean repair. */
  readonly severe?: { readonly share: number; readonly repairMeanMs: number }
}

type Group = Omit<Machine, 'id' | 'block'> & { readonly count: number; readonly path: string }

/** Machines whose rated heat covers `heatW`; all of them where they do not suffice. */
const neededFor = (heatW: number, ratedW: number, count: number): number => Math.min(count, Math.ceil(heatW / Math.max(1, ratedW)))

const fans = ({ reliability }: BlockCoolingSection, bank: CoolerBank, heatW: number) => ({
  needed: neededFor(heatW, bank.rating.heatW, bank.count), count: bank.count, ratingW: bank.rating.heatW, model: bank.model, failuresPerYear: reliability.fan, repairMeanMs: reliability.fanRepair,
})

const compressors = ({ reliability }: BlockCoolingSection, bank: ChillerBank, heatW: number) => ({
  needed: neededFor(heatW, bank.unit.ratedHeatW, bank.count), count: bank.count, ratingW: bank.unit.ratedHeatW, model: bank.model, failuresPerYear: reliability.chiller, repairMeanMs: reliability.chillerRepair,
  severe: { share: reliability.compressor, repairMeanMs: reliability.compressorRepair },
})

const cells = ({ reliability }: BlockCoolingSection, bank: TowerBank, heatW: number) => ({
  needed: neededFor(heatW, bank.ratedHeatW, bank.count), count: bank.count, ratingW: bank.ratedHeatW, model: bank.model, failuresPerYear: reliability.tower, repairMeanMs: reliability.towerRepair,
})

function groupsOf(design: BlockDesign): Group[] {
  const { section, coolers, trim, towers, airCoolers, airChillers, airTowers, liquid, air } = design
  const { reliability } = section
  const groups: Group[] = []
  if (coolers !== undefined) groups.push({ kind: 'cooler', path: 'cooler', label: 'cooler fan', counter: 'fansOut', ...fans(section, coolers, liquid.heatW) })
  if (trim !== undefined) groups.push({ kind: 'trimChiller', path: 'trim', label: 'trim chiller', counter: 'trimOut', ...compressors(section, trim, liquid.heatW) })
  if (towers !== undefined) groups.push({ kind: 'tower', path: 'tower', label: 'tower cell', counter: 'towersOut', ...cells(section, towers, liquid.heatW) })
  if (airCoolers !== undefined) groups.push({ kind: 'airCooler', path: 'air-cooler', label: 'hall cooler fan', counter: 'airFansOut', ...fans(section, airCoolers, air.coilHeatW) })
  if (airTowers !== undefined) groups.push({ kind: 'airTower', path: 'air-tower', label: 'hall tower cell', counter: 'airTowersOut', ...cells(section, airTowers, air.coilHeatW) })
  groups.push(
    { kind: 'airChiller', path: 'chiller', label: 'chiller', counter: 'airChillersOut', ...compressors(section, airChillers, air.coilHeatW) },
    {
      kind: 'cdu', path: 'cdu', label: 'coolant distribution unit', count: liquid.cdusInstalled, ratingW: liquid.cduRatedW, model: 'cdu', needed: liquid.cdusNeeded,
      counter: 'cdusOut', failuresPerYear: reliability.cdu, repairMeanMs: reliability.cduRepair,
    },
    {
      kind: 'airHandler', path: 'handler', label: 'air handler', count: air.handlersInstalled, ratingW: section.air.unit, model: 'air-handler', needed: air.handlersNeeded,
      counter: 'handlersOut', failuresPerYear: reliability.handler, repairMeanMs: reliability.handlerRepair,
    },
  )
  const pump = { failuresPerYear: reliability.pump, repairMeanMs: reliability.pumpRepair, model: 'pump' } as const
  if (liquid.heatW > 0) groups.push({ kind: 'facilityPump', path: 'facility-pump', label: 'facility pump', counter: 'facilityPumpsOut', count: liquid.pumpsInstalled, needed: liquid.pumpsNeeded, ratingW: liquid.heatW / liquid.pumpsNeeded, ...pump })
  groups.push(
    { kind: 'chilledPump', path: 'chilled-pump', label: 'chilled-water pump', counter: 'chilledPumpsOut', count: air.pumpsInstalled, needed: air.pumpsNeeded, ratingW: air.coilHeatW / air.pumpsNeeded, ...pump },
    {
      kind: 'plantController', path: 'controller', label: 'controller of the plants', count: 1, ratingW: liquid.heatW + air.coilHeatW, model: 'controller', needed: 1,
      counter: 'controllersOut', failuresPerYear: reliability.controller, repairMeanMs: reliability.controllerRepair,
    },
  )
  return groups
}

/** Group of rows of each distribution unit; empty where the block is one group. */
const rowGroupOfUnits = ({ liquid }: BlockDesign): readonly number[] => liquid.groups.flatMap(({ installed }, group) => Array.from({ length: installed }, () => group))

/** Pumps inside the distribution units. */
function cduPumps(design: BlockDesign): Machine[] {
  const { section, liquid, path, block } = design
  const { cdu, reliability } = section
  const groups = rowGroupOfUnits(design)
  const perUnit = cdu.pumps + cdu.pumpSpare
  return Array.from({ length: liquid.cdusInstalled * perUnit }, (_, i): Machine => {
    const unit = Math.floor(i / perUnit)
    return {
      id: `${path}/cooling/cdu[${unit}]/pump[${i % perUnit}]`, kind: 'cduPump', label: 'pump of a distribution unit', block, ratingW: liquid.cduRatedW / cdu.pumps, model: 'pump',
      needed: cdu.pumps, counter: 'cdusOut', failuresPerYear: reliability.cduPump, repairMeanMs: reliability.cduRepair,
      ...(groups.length > 0 ? { rowGroup: groups[unit] } : {}),
    }
  })
}

/** What a distribution unit is in the rows that it serves. */
function inRows(design: BlockDesign, unit: number): Partial<Machine> {
  const { groups } = design.liquid
  if (groups.length === 0) return {}
  const rowGroup = rowGroupOfUnits(design)[unit]
  return { rowGroup, needed: groups[rowGroup].needed }
}

/** All machines of a block in fixed order. */
export function machinesOf(design: BlockDesign): Machine[] {
  const machines = groupsOf(design).flatMap(({ count, path, ...group }) =>
    Array.from({ length: count }, (_, i): Machine => ({ ...group, ...(group.kind === 'cdu' ? inRows(design, i) : {}), id: `${design.path}/cooling/${path}[${i}]`, block: design.block })),
  )
  return [...machines, ...cduPumps(design)]
}

const AUXILIARY: readonly EquipmentKind[] = ['cduPump', 'facilityPump', 'chilledPump', 'plantController']
export type HeatMachine = Machine & { readonly kind: MachineKind }
const takesHeat = (machine: Machine): machine is HeatMachine => !AUXILIARY.includes(machine.kind)

/** The machines of a block that take heat on, without their pumps and controls. */
export const heatMachinesOf = (design: BlockDesign): HeatMachine[] => machinesOf(design).filter(takesHeat)
