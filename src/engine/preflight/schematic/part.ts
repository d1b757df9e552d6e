/** What a schematic is made of: the parts and pipes of one block, each with a reader of what it does in a settled state. */
import type { SchematicEdgeState, SchematicHealth, SchematicMachine, SchematicMachineState, SchematicMedium, SchematicNode, SchematicNodeState } from '../../../results/cooling-schematic.ts'
import type { BlockDesign } from '../../cooling/block-design.ts'
import type { BlockInput, BlockSolution } from '../../cooling/solution.ts'

/** A block at the temperatures that last. */
export interface Settled {
  readonly design: BlockDesign
  readonly input: BlockInput
  readonly solution: BlockSolution
  /** Machines out of service, by their kind. */
  readonly out: Readonly<Record<string, number>>
}

export interface Part extends Pick<SchematicNode, 'kind' | 'label' | 'lane' | 'row' | 'machines' | 'path'> {
  /** Below the path of the block, such as `plant`. */
  readonly name: string
  read(settled: Settled): SchematicNodeState
}

export interface Pipe {
  /** Names of parts; `outdoors` and `water` are those of the site. */
  readonly from: string
  readonly to: string
  readonly medium: SchematicMedium
  read(settled: Settled): SchematicEdgeState
}

export interface Sketch {
  readonly parts: readonly Part[]
  readonly pipes: readonly Pipe[]
}

/** Specific heat of treated water near 40 °C, J/(kg·K). */
export const WATER_CP = 4180

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** A pipe with supply and return: the return is warmer by what the flow takes up. */
export function loopState(heatW: number, supplyC: number, flowKgps: number, cpJPerKgK: number): SchematicEdgeState {
  const returnC = flowKgps > 0 ? supplyC + heatW / (flowKgps * cpJPerKgK) : supplyC
  return { heatW, supplyC: finite(supplyC), returnC: flowKgps > 0 ? finite(returnC) : null, flowKgps }
}

/** Heat without a medium of its own, and water that is used up. */
export const heatState = (heatW: number): SchematicEdgeState => ({ heatW, supplyC: null, returnC: null, flowKgps: null })
export const makeupState = (flowKgps: number): SchematicEdgeState => ({ heatW: null, supplyC: null, returnC: null, flowKgps })

const WORSE: readonly SchematicHealth[] = ['off', 'normal', 'reduced', 'failed']

export interface Finding {
  readonly health: SchematicHealth
  readonly note: string
}
const FINE: Finding = { health: 'normal', note: '' }

/** The worst of several findings with its reason. */
export function worstOf(findings: readonly Finding[]): Finding {
  return findings.reduce((worst, each) => (WORSE.indexOf(each.health) > WORSE.indexOf(worst.health) || (worst.note === '' && each.health === worst.health) ? each : worst), FINE)
}

/** Health of a group of machines, some of which are out. */
export function groupHealth(machines: readonly SchematicMachine[], states: readonly SchematicMachineState[]): Finding {
  return worstOf(
    machines.map(({ count, label }, index): Finding => {
      const { out } = states[index]
      if (out <= 0) return FINE
      const words = `${Number.isInteger(out) ? out : out.toFixed(1)} of ${count} ${label.toLowerCase()} out`
      return { health: out >= count ? 'failed' : 'reduced', note: words }
    }),
  )
}

/** A part of a block that is dark. */
export const isOff = ({ solution }: Settled): boolean => !solution.live
