/** Busway and distribution units that could be overloaded, in a contingency: what they carry, what is behind them, what their trip takes. */
import type { BlockPlan } from '../../power/block-plan.ts'
import { type BranchPlan, sectionsPerPdu } from '../../power/branch-plan.ts'
import type { RackGroup } from './audit-site.ts'
import { type Cords, liveCords } from './live-cords.ts'
import { PATHS_MAX } from './outage.ts'
import { systemName } from './words.ts'

/** Sections of busway behind a branch: itself, or those of a distribution unit. */
export function sectionsBehind(plan: BlockPlan, { kind, member }: BranchPlan): number[] {
  if (kind === 'busway') return [member]
  const behind = sectionsPerPdu(plan)
  return Array.from({ length: Math.max(0, Math.min(behind, plan.sections - member * behind)) }, (_, i) => member * behind + i)
}

/** Part of a group's load that goes over a branch, 0–1. */
export function pathShareOf(plan: BlockPlan, cords: Cords, group: RackGroup, branch: BranchPlan): number {
  const { pairs, topology } = plan
  if (!sectionsBehind(plan, branch).includes(group.section)) return 0
  const live = liveCords(plan, cords, group)
  if (live === 0) return 0
  if (topology.paths === 1) return 1
  const { hasSwitch, firstShare } = pairs[group.pair]
  const isOpen = (path: number): boolean => cords.busway[group.section * PATHS_MAX + path] !== 0
  if (hasSwitch === true) return isOpen(branch.path) ? 0 : isOpen(1 - branch.path) ? 1 : 0.5
  const first = live === 3 ? firstShare : live === 1 ? 1 : 0
  return branch.path === 0 ? first : 1 - first
}

/** Load of a branch, W at the racks. */
export const branchW = (plan: BlockPlan, racks: readonly RackGroup[], cords: Cords, branch: BranchPlan): number =>
  racks.reduce((sum, group) => sum + pathShareOf(plan, cords, group, branch) * group.maxW, 0)

/** A branch that tripped carries nothing. */
export function openBranch(plan: BlockPlan, { busway }: Cords, branch: BranchPlan): void {
  for (const section of sectionsBehind(plan, branch)) busway[section * PATHS_MAX + branch.path] = 1
}

export const branchName = ({ topology }: BlockPlan, { kind, member, path }: BranchPlan): string => {
  const what = kind === 'busway' ? `busway section ${member + 1}` : `distribution unit ${member + 1}`
  return topology.paths === 1 ? what : `path ${systemName(path)} of ${what}`
}
