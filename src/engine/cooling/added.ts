/** One more machine beside those of the design, from now on: it is counted as one less that is out, and never fails itself. */
import type { BlockDesign } from './block-design.ts'
import type { CoolingRun } from './cooling-run.ts'
import type { MachineKind, OutCounter } from './machines.ts'

interface Bank {
  /** Machines of the design. */
  readonly count: (design: BlockDesign) => number
  readonly counter: OutCounter | 'coilsOut' | 'airCoilsOut'
}

/** Banks that can grow; units inside the halls cannot. */
const BANKS: Readonly<Partial<Record<MachineKind, Bank>>> = {
  cooler: { count: ({ coolers }) => coolers?.count ?? 0, counter: 'coilsOut' },
  trimChiller: { count: ({ trim }) => trim?.count ?? 0, counter: 'trimOut' },
  tower: { count: ({ towers }) => towers?.count ?? 0, counter: 'towersOut' },
  airCooler: { count: ({ airCoolers }) => airCoolers?.count ?? 0, counter: 'airCoilsOut' },
  airChiller: { count: ({ airChillers }) => airChillers.count, counter: 'airChillersOut' },
  airTower: { count: ({ airTowers }) => airTowers?.count ?? 0, counter: 'airTowersOut' },
}

/** False where the block has no bank of the kind that could grow. */
export function addMachine({ designs, state, ports }: CoolingRun, block: number, kind: MachineKind): boolean {
  const bank = BANKS[kind]
  const design = designs[block]
  if (bank === undefined || design === undefined || bank.count(design) === 0) return false
  state.blocks.col[bank.counter][block] -= 1
  ports.requestSettle(block)
  return true
}
