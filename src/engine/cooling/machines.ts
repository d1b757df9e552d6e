/** The single machines of a block's cooling: what can fail, what stands in the yard and in the hall, with ratings and models. */
import type { BlockDesign } from './block-design.ts'

/** Columns of the block table in which failed machines are counted. */
export type OutCounter = 'fansOut' | 'trimOut' | 'airChillersOut' | 'cdusOut' | 'handlersOut'

export type MachineKind = 'cooler' | 'trimChiller' | 'airChiller' | 'cdu' | 'airHandler'

export interface Machine {
  /** Path of the machine, key of its random stream. */
  readonly id: string
  readonly kind: MachineKind
  readonly label: string
  readonly block: number
  /** Rated heat, W. */
  readonly ratingW: number
  readonly model: string
  /** Machines of its kind that its block needs for its design heat. */
  readonly needed: number
  readonly counter: OutCounter
  readonly failuresPerYear: number
  readonly repairMeanMs: number
}

type Group = Omit<Machine, 'id' | 'block'> & { readonly count: number; readonly path: string }

/** Machines whose rated heat covers `heatW`; all of them where they do not suffice. */
const neededFor = (heatW: number, ratedW: number, count: number): number => Math.min(count, Math.ceil(heatW / Math.max(1, ratedW)))

function groupsOf(design: BlockDesign): Group[] {
  const { section, coolers, trim, airChillers, liquid, air } = design
  const { reliability } = section
  const chiller = { failuresPerYear: reliability.chiller, repairMeanMs: reliability.chillerRepair }
  const groups: Group[] = []
  if (coolers !== undefined) {
    groups.push({
      kind: 'cooler', path: 'cooler', label: 'cooler fan', count: coolers.count, ratingW: coolers.rating.heatW, model: coolers.model,
      needed: neededFor(liquid.heatW, coolers.rating.heatW, coolers.count),
      counter: 'fansOut', failuresPerYear: reliability.fan, repairMeanMs: reliability.fanRepair,
    })
  }
  if (trim !== undefined) {
    groups.push({
      kind: 'trimChiller', path: 'trim', label: 'trim chiller', count: trim.count, ratingW: trim.unit.ratedHeatW, model: trim.model,
      needed: neededFor(liquid.heatW, trim.unit.ratedHeatW, trim.count), counter: 'trimOut', ...chiller,
    })
  }
  groups.push(
    {
      kind: 'airChiller', path: 'chiller', label: 'chiller', count: airChillers.count, ratingW: airChillers.unit.ratedHeatW, model: airChillers.model,
      needed: neededFor(air.coilHeatW, airChillers.unit.ratedHeatW, airChillers.count), counter: 'airChillersOut', ...chiller,
    },
    {
      kind: 'cdu', path: 'cdu', label: 'coolant distribution unit', count: liquid.cdusInstalled, ratingW: liquid.cduRatedW, model: 'cdu', needed: liquid.cdusNeeded,
      counter: 'cdusOut', failuresPerYear: reliability.cdu, repairMeanMs: reliability.cduRepair,
    },
    {
      kind: 'airHandler', path: 'handler', label: 'air handler', count: air.handlersInstalled, ratingW: section.air.unit, model: 'air-handler', needed: air.handlersNeeded,
      counter: 'handlersOut', failuresPerYear: reliability.handler, repairMeanMs: reliability.handlerRepair,
    },
  )
  return groups
}

/** All machines of a block in fixed order. */
export function machinesOf(design: BlockDesign): Machine[] {
  return groupsOf(design).flatMap(({ count, path, ...group }) =>
    Array.from({ length: count }, (_, i) => ({ ...group, id: `${design.path}/cooling/${path}[${i}]`, block: design.block })),
  )
}
