/** The machines of a block as groups of equal ones, and which of them make up which part of the schematic. */
import type { SchematicMachine, SchematicMachineState } from '../../../results/cooling-schematic.ts'
import type { BlockDesign } from '../../cooling/block-design.ts'
import { type HeatMachine, type MachineKind, heatMachinesOf } from '../../cooling/machines.ts'
import type { PlantAnswer } from '../../cooling/plant.ts'
import type { Settled } from './part.ts'

/** Where machines of a kind stand, and the share of the plant's answer that is theirs. */
interface Place {
  readonly part: 'plant' | 'airPlant' | 'cdu' | 'handlers'
  readonly label: string
  /** Section of the block's cooling in the file. */
  readonly section: string
  heatW?(answer: PlantAnswer): number
}

const PLACES: Readonly<Record<MachineKind, Place>> = {
  cooler: { part: 'plant', label: 'Coolers', section: 'units', heatW: answer => answer.coolerHeatW },
  trimChiller: { part: 'plant', label: 'Chillers', section: 'trim', heatW: answer => answer.chillerHeatW },
  tower: { part: 'plant', label: 'Towers', section: 'towers' },
  airCooler: { part: 'airPlant', label: 'Coolers', section: 'air.units', heatW: answer => answer.coolerHeatW },
  airTower: { part: 'airPlant', label: 'Towers', section: 'air.towers' },
  airChiller: { part: 'airPlant', label: 'Chillers', section: 'air.chillers', heatW: answer => answer.chillerHeatW + answer.coolerHeatW },
  cdu: { part: 'cdu', label: 'Distribution units', section: 'cdu' },
  airHandler: { part: 'handlers', label: 'Air handlers', section: 'air' },
}

export interface MachineGroup extends SchematicMachine {
  readonly kind: MachineKind
}

/** Groups of equal machines that make up a part, in the order of the block's list. */
export function groupsOf(design: BlockDesign, part: Place['part']): MachineGroup[] {
  const groups = new Map<MachineKind, { first: HeatMachine; count: number }>()
  for (const machine of heatMachinesOf(design)) {
    if (PLACES[machine.kind].part !== part) continue
    const known = groups.get(machine.kind)
    if (known === undefined) groups.set(machine.kind, { first: machine, count: 1 })
    else known.count += 1
  }
  return [...groups].map(([kind, { first, count }]) => ({ id: first.id, kind, label: PLACES[kind].label, model: first.model, count, ratedW: first.ratingW, path: ['blocks', design.block, 'cooling', ...PLACES[kind].section.split('.')] }))
}

/** What the groups of a part do; `answer` is that of its plant. */
export function machineStates(groups: readonly MachineGroup[], { out }: Settled, answer: PlantAnswer | null): SchematicMachineState[] {
  return groups.map(({ kind }) => {
    const { heatW } = PLACES[kind]
    return { out: out[kind] ?? 0, heatW: answer === null || heatW === undefined ? null : heatW(answer) }
  })
}

/** Kind of the machines with this label, as incidents name them. */
export const kindOfLabel = (design: BlockDesign, label: string): MachineKind | undefined => heatMachinesOf(design).find(machine => machine.label === label)?.kind
