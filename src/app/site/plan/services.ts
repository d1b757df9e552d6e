/**
 * Ways of pipes, bus ducts and fibre trays through yard and hall, as runs of straight pieces. Where they lie is the planner's habit, not
 * the file's: yard to hall by the shortest header, along the galleries, over the rows.
 */
import type { Vector } from '../pick.ts'
import { GALLERY_M } from '../../../scenario/floor-plan.ts'
import type { ItemKind } from './part.ts'
import type { SiteItem, SitePlan } from './site-plan.ts'

/** What a run shows: a side of the water, a case of the electrical load, a tier of the network. */
export type ServiceUse = 'supply' | 'return' | 'normal' | 'failover' | 'leaf' | 'spine' | 'core'

export interface ServiceRun {
  readonly overlay: 'pipes' | 'ducts' | 'trays'
  readonly use: ServiceUse
  readonly block: number
  /** Machine or rack whose value it shows; −1 for the block's own. */
  readonly item: number
  readonly rack: number
  readonly points: readonly Vector[]
  readonly sizeM: number
}

const OF_COOLING: ReadonlySet<ItemKind> = new Set(['dry-cooler', 'chiller', 'cooling-tower'])
const PIPE = { size: 0.42, apart: 0.5, yardM: 0.9, hallM: 3.1 }
const DUCT = { size: 0.3, apart: 0.36, yardM: 3.6, hallM: 2.75 }
const TRAY = { size: 0.34, hallM: 3.3, yardM: 0.5 }

interface Block {
  readonly hall: SiteItem
  readonly own: readonly SiteItem[]
  readonly rows: SitePlan['rows']
  /** Half of the width of the hall between its galleries. */
  readonly inner: number
}

const extent = (items: readonly SiteItem[]): { x0: number; x1: number; z0: number; z1: number } => ({
  x0: Math.min(...items.map(({ x }) => x)), x1: Math.max(...items.map(({ x }) => x)),
  z0: Math.min(...items.map(({ z, depth }) => z - depth / 2)), z1: Math.max(...items.map(({ z, depth }) => z + depth / 2)),
})

function pipesOf({ hall, own, inner }: Block): ServiceRun[] {
  const machines = own.filter(({ kind }) => OF_COOLING.has(kind))
  if (machines.length === 0) return []
  const { x0, x1, z1 } = extent(machines)
  const header = hall.z + hall.depth / 2 + 1.6
  return (['supply', 'return'] as const).flatMap((use, side): ServiceRun[] => {
    const off = (side - 0.5) * PIPE.apart * 2
    const run = (points: readonly Vector[]): ServiceRun => ({ overlay: 'pipes', use, block: hall.block, item: -1, rack: -1, points, sizeM: PIPE.size })
    const ends = [-1, 1].map(sign => hall.x + sign * (inner - 2.1))
    const [from, to] = [Math.min(x0, ends[0]), Math.max(x1, ends[1])]
    return [
      run([[from, PIPE.yardM, header + off], [to, PIPE.yardM, header + off]]),
      run([[(x0 + x1) / 2 + off, PIPE.yardM, header], [(x0 + x1) / 2 + off, PIPE.yardM, z1 - 1]]),
      ...ends.map(x => run([[x + off, PIPE.yardM, header + off], [x + off, PIPE.hallM, header + off], [x + off, PIPE.hallM, hall.z - hall.depth / 2 + 1.4]])),
    ]
  })
}

/** Which machine of a kind stands for all of its block. */
const firstOf = (own: readonly SiteItem[], kind: ItemKind): number => own.find(item => item.kind === kind)?.index ?? -1

function ductsOf(plan: SitePlan, { hall, own, rows, inner }: Block): ServiceRun[] {
  const transformers = own.filter(({ kind }) => kind === 'block-transformer')
  if (transformers.length === 0) return []
  const { x0, x1 } = extent(transformers)
  const north = hall.z - hall.depth / 2 - 1.2
  const gallery = inner + GALLERY_M / 2
  return (['normal', 'failover'] as const).flatMap((use, side): ServiceRun[] => {
    const off = (side - 0.5) * DUCT.apart
    const run = (item: number, rack: number, points: readonly Vector[]): ServiceRun => ({ overlay: 'ducts', use, block: hall.block, item, rack, points, sizeM: DUCT.size })
    const ends = [-1, 1].map(sign => hall.x + sign * gallery)
    const bus = run(firstOf(own, 'block-transformer'), -1, [[Math.min(x0, ends[0]), DUCT.yardM, north + off], [Math.max(x1, ends[1]), DUCT.yardM, north + off]])
    const down = ends.map(x => run(firstOf(own, 'ups'), -1, [[x + off, DUCT.yardM, north + off], [x + off, DUCT.yardM, hall.z + hall.depth / 2 - 1.5]]))
    const over = rows.map(({ begin, end }) => run(-1, begin, [[plan.racks[begin].x - 1.2, DUCT.hallM, plan.racks[begin].z + off], [plan.racks[end - 1].x + 1.2, DUCT.hallM, plan.racks[begin].z + off]]))
    return [bus, ...down, ...over]
  })
}

function traysOf(plan: SitePlan, { hall, rows, inner }: Block, road: { x: number; z: number }): ServiceRun[] {
  if (rows.length === 0) return []
  const run = (use: ServiceUse, rack: number, points: readonly Vector[]): ServiceRun => ({ overlay: 'trays', use, block: hall.block, item: -1, rack, points, sizeM: TRAY.size })
  const spineX = hall.x - inner + 2.6
  const over = rows.map(({ begin, end }) => run('leaf', begin, [[spineX, TRAY.hallM, plan.racks[begin].z + 0.75], [plan.racks[end - 1].x, TRAY.hallM, plan.racks[begin].z + 0.75]]))
  const south = hall.z + hall.depth / 2 + 0.8
  return [
    ...over,
    run('spine', -1, [[spineX, TRAY.hallM, hall.z - hall.depth / 2 + 1.2], [spineX, TRAY.hallM, south]]),
    run('core', -1, [[spineX, TRAY.hallM, south], [spineX, TRAY.yardM, south], [road.x, TRAY.yardM, south], [road.x, TRAY.yardM, road.z]]),
  ]
}

export function planServices(plan: SitePlan): ServiceRun[] {
  const halls = plan.items.filter(({ kind }) => kind === 'hall')
  // Networks of the blocks meet beside the western road, in the middle of the site.
  const road = { x: Math.min(...halls.map(({ x, width }) => x - width / 2)) - 1.6, z: halls.reduce((sum, { z }) => sum + z, 0) / Math.max(1, halls.length) }
  return halls.flatMap(hall => {
    const block: Block = { hall, own: plan.items.filter(item => item.block === hall.block), rows: plan.rows.filter(row => row.block === hall.block), inner: hall.width / 2 - GALLERY_M }
    return [...pipesOf(block), ...ductsOf(plan, block), ...traysOf(plan, block, road)]
  })
}
