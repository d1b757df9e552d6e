/** Electrical checks before a run: is there a path to power, is it ever enough, and does the label keep its promise. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import type { BlockPlan } from '../power/block-plan.ts'
import { firmPlantW, type PowerPlan, powerPlan } from '../power/plan.ts'
import { type PairLoad, worstLoss } from '../power/redundancy.ts'
import { type Finding, megawatts } from './finding.ts'

/** All firm power that the plan will ever have, W. */
function firmInTheEndW(plan: PowerPlan): number {
  const feeds = plan.feeds.reduce((sum, feed) => sum + Math.max(0, ...feed.steps.map(({ capacityW }) => capacityW)), 0)
  return feeds + plan.plants.reduce((sum, plant) => sum + firmPlantW(plant), 0)
}

/** Blocks that no firm power is left for, in file order. */
function energisation(plan: PowerPlan): Finding[] {
  let leftW = firmInTheEndW(plan)
  return plan.blocks.flatMap((block, index): Finding[] => {
    if (leftW >= block.designW) {
      leftW -= block.designW
      return []
    }
    const message = 'is never energised: the firm power left for it is less than its design power'
    return [{ severity: 'warn', code: 'no-power', path: ['blocks', index], message, value: megawatts(leftW), allowed: `at least ${megawatts(block.designW)}` }]
  })
}

/** Nothing at all to draw from. */
function source(plan: PowerPlan): Finding[] {
  if (firmInTheEndW(plan) > 0) return []
  return [{ severity: 'error', code: 'no-source', path: ['grid', 'feeds'], message: 'no feed and no generation: the racks have no path to power', allowed: 'at least one feed or plant' }]
}

const pairLoads = (block: BlockPlan): PairLoad[] => block.topology.pairs.map((pair, index) => ({ ...pair, loadW: block.pairMaxW[index] }))

/** Whether losing one unit leaves the rest within rating with all racks at maximum, as the topology's label promises. */
function redundancy(block: BlockPlan, index: number): Finding[] {
  const path = ['blocks', index, 'power', 'ups', 'count']
  const modules = block.modules.reduce((sum, count) => sum + count, 0)
  if (block.topology.unit === 'module') {
    const usableW = block.topology.usableW(modules, block.ups.ratedW)
    if (usableW >= block.itMaxW) return []
    return [{ severity: 'warn', code: 'redundancy', path, message: `does not keep the promise of ${block.topologyId}: racks at maximum need more than the units left after one loss`, value: megawatts(usableW), allowed: `at least ${megawatts(block.itMaxW)}` }]
  }
  const systemW = Math.min(...block.modules) * block.ups.ratedW
  const worst = worstLoss(pairLoads(block), block.topology.systems, systemW)
  if (worst.loadFraction <= 1 || block.topology.spareUnits === 0) return []
  const message = `does not keep the promise of ${block.topologyId}: losing system ${worst.lost + 1} loads system ${worst.system + 1} beyond its rating with racks at maximum`
  return [{ severity: 'warn', code: 'redundancy', path, message, value: `${(worst.loadFraction * 100).toFixed(1)} % of the rating`, allowed: 'at most 100 %' }]
}

export function powerFindings(scenario: Scenario, world: World): Finding[] {
  const plan = powerPlan(scenario, world)
  return [...source(plan), ...energisation(plan), ...plan.blocks.flatMap(redundancy)]
}
