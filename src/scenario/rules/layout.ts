/** Rules of the layout: what is moved exists, and is moved once. */
import { floorPlan } from '../floor-plan.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Site = Pick<Scenario, 'site' | 'blocks'>

const ROW = /^(.*)\.row\[(\d+)\]$/u
/** Sections whose equipment stands on the land of the site. */
const OF_SITE = /^(?:grid|generation|storage|solar)\b/u

function strangers({ site: { layout }, blocks }: Site): Finding[] {
  const ids = blocks.map(({ id }) => id)
  return layout.flatMap(({ at }, index): Finding[] => {
    const finding = { path: ['site', 'layout', index, 'at'], value: at }
    const first = layout.findIndex(other => other.at === at)
    if (first < index) return [{ ...finding, message: 'is moved by an earlier entry already', allowed: 'one entry for each thing' }]
    const [, rowBlock, row] = ROW.exec(at) ?? []
    const block = blocks.find(({ id }) => id === rowBlock)
    if (block !== undefined && row !== undefined && Number(row) >= floorPlan(block).rowCount) return [{ ...finding, message: 'is no row of the block', allowed: `${block.id}.row[0] to ${block.id}.row[${floorPlan(block).rowCount - 1}]` }]
    if (OF_SITE.test(at) || ids.some(id => at === id || at.startsWith(`${id}.`))) return []
    return [{ ...finding, message: 'is nothing that stands on the site', allowed: `a block (${ids.slice(0, 12).join(', ')}), a row or a key below it, or equipment of grid, generation, storage or solar` }]
  })
}

export const layoutRules: readonly Rule[] = [rule('layout-place', 'error', ['site', 'blocks'], strangers)]
