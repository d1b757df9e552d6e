/**
 * Which racks are opened when power is short. In list order the last rack goes first. By whole jobs (a training job dies when any of its
 * racks does) the racks of a job go together: deferrable jobs first, then training, inference and the rest, inside a class the job with
 * the least power first, so that the largest harm comes last.
 */
import { LOAD_CLASS_COUNT } from '../ports.ts'
import type { PowerSite } from './power-site.ts'

export interface Want {
  /** At least so many racks, or as many as ask for `deficitW` together. */
  readonly count: number
  readonly deficitW: number
}

/** Power that a rack asks for by class, W, once the block's racks were read; without them an equal part of what its block asks. */
export function rackRequestW(p: PowerSite, block: number, index: number, loadClass: number): number {
  const plan = p.plan.blocks[block]
  const load = p.ports.itLoad?.()
  if (load !== undefined) return load.requestW[(plan.rackBegin + index) * LOAD_CLASS_COUNT + loadClass]
  const askedW = p.asked.col.requestW[block * LOAD_CLASS_COUNT + loadClass]
  return plan.itMaxW === 0 ? 0 : (askedW * plan.rackMaxW[index]) / plan.itMaxW
}

interface Group {
  readonly id: number
  readonly racks: number[]
  readonly classW: number[]
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
/** The class in which a group draws most; of equals the one that is shed first. */
const mainClass = ({ classW }: Group): number => classW.reduce((best, w, loadClass) => (w >= classW[best] ? loadClass : best), 0)

/** Racks with supply, by the job that holds most of each; a rack without job is a group of its own. */
function groupsOf(p: PowerSite, block: number, isOpen: (index: number) => boolean): Group[] {
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  const byId = new Map<number, Group>()
  const groups: Group[] = []
  for (let index = 0; index < rackEnd - rackBegin; index++) {
    if (!isOpen(index)) continue
    const id = p.ports.syncGroupOf?.(rackBegin + index) ?? -1
    const known = id < 0 ? undefined : byId.get(id)
    const group = known ?? { id, racks: [], classW: new Array<number>(LOAD_CLASS_COUNT).fill(0) }
    if (known === undefined) groups.push(group)
    if (known === undefined && id >= 0) byId.set(id, group)
    group.racks.push(index)
    for (let c = 0; c < LOAD_CLASS_COUNT; c++) group.classW[c] += rackRequestW(p, block, index, c)
  }
  return groups.sort((a, b) => mainClass(b) - mainClass(a) || sumOf(a.classW) - sumOf(b.classW) || a.racks[0] - b.racks[0])
}

function isEnough(p: PowerSite, block: number, picked: readonly number[], { count, deficitW }: Want): boolean {
  if (deficitW === 0) return picked.length >= count
  let askedW = 0
  for (const index of picked) for (let c = 0; c < LOAD_CLASS_COUNT; c++) askedW += rackRequestW(p, block, index, c)
  return askedW >= deficitW
}

/** Indexes in the block of the racks to open next. `counts` leaves out racks that would not help. */
export function pickRacks(p: PowerSite, block: number, want: Want, counts: (index: number) => boolean = () => true): number[] {
  const plan = p.plan.blocks[block]
  const { firstShare, secondShare } = p.racks.col
  p.ports.itLoad?.().readRacks(block)
  const isLive = (index: number): boolean => firstShare[plan.rackBegin + index] + secondShare[plan.rackBegin + index] > 0
  const picked: number[] = []
  if (plan.shedding === 'groupAtomic') {
    for (const group of groupsOf(p, block, isLive)) {
      if (isEnough(p, block, picked, want)) break
      if (group.racks.some(counts)) picked.push(...group.racks)
    }
    return picked
  }
  for (let index = plan.rackEnd - plan.rackBegin - 1; index >= 0 && !isEnough(p, block, picked, want); index--) {
    if (isLive(index) && counts(index)) picked.push(index)
  }
  return picked
}
