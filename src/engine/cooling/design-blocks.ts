/** From scenario and world to the cooling designs of all blocks. */
import { DAY_MS } from '../../base/spans.ts'
import type { World } from '../ports.ts'
import { liquidShare } from '../../scenario/liquid-share.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import { type BlockDesign, designBlock } from './block-design.ts'
import type { RowSpan } from './row-groups.ts'

/** Share of a block's IT power that goes into cold plates or a bath, weighted by the maximum power of its racks. */
function liquidFractionOf(world: World, block: number, section: BlockCoolingSection): number {
  let liquidW = 0
  let totalW = 0
  for (let rack = world.blocks.rackBegin[block]; rack < world.blocks.rackBegin[block + 1]; rack++) {
    const type = world.rackTypes[world.racks.type[rack]]
    liquidW += liquidShare(section, type) * type.max
    totalW += type.max
  }
  return totalW === 0 ? 0 : liquidW / totalW
}

/** Rows of a block that share distribution units, with their share of its liquid heat; none where the file states no rows. */
function rowsOf(world: World, block: number, section: BlockCoolingSection): RowSpan[] {
  const { cdu: { rows }, leaks: { racksPerRow } } = section
  if (rows === undefined) return []
  const [first, end] = [world.blocks.rackBegin[block], world.blocks.rackBegin[block + 1]]
  const heatW = (from: number, to: number): number => {
    let sumW = 0
    for (let rack = from; rack < to; rack++) sumW += liquidShare(section, world.rackTypes[world.racks.type[rack]]) * world.rackTypes[world.racks.type[rack]].max
    return sumW
  }
  const blockW = heatW(first, end)
  const spans: RowSpan[] = []
  for (let rackBegin = first; rackBegin < end; rackBegin += rows * racksPerRow) {
    const rackEnd = Math.min(end, rackBegin + rows * racksPerRow)
    spans.push({ rackBegin, rackEnd, share: blockW === 0 ? 0 : heatW(rackBegin, rackEnd) / blockW })
  }
  return spans
}

/** Tanks that the site states for all blocks, shared by what the blocks draw at design. */
function withSiteTanks(designs: readonly BlockDesign[], storageM3: number): BlockDesign[] {
  const drawKgps = designs.reduce((sum, { water }) => sum + water.designKgps, 0)
  return designs.map(design => ({ ...design, water: { ...design.water, tankKg: drawKgps === 0 ? 0 : (storageM3 * 1000 * design.water.designKgps) / drawKgps } }))
}

/** Designs by block index. */
export function designBlocks(scenario: Scenario, world: World): BlockDesign[] {
  const designs = scenario.blocks.map(({ cooling: section }, block) => {
    const ownMs = section.ready === undefined ? 0 : (section.ready - world.startDay) * DAY_MS
    const readyMs = ownMs > world.blocks.contractMs[block] ? ownMs : 0
    return designBlock(section, { block, path: world.blocks.path[block], itDesignW: world.blocks.itMaxW[block], liquidFraction: liquidFractionOf(world, block, section), readyMs, elevationM: scenario.site.location.elevation, rows: rowsOf(world, block, section) })
  })
  return scenario.water.storage === undefined ? designs : withSiteTanks(designs, scenario.water.storage)
}
