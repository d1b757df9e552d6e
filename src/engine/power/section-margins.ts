/** How much a section of the medium-voltage bus may still carry after the worst single loss: N−1, with ties closed where the scheme has them. */
import { components } from './components/index.ts'
import type { PowerPlan } from './plan.ts'
import { firmPlantW } from './plant-plan.ts'
import { sectionOfSource, sectionsOfBlock } from './switchgear-plan.ts'

export interface SectionMargin {
  readonly section: number
  /** Design power of what hangs on the section with everything healthy, W. */
  readonly normalW: number
  /** Infeed less load after the worst single loss that leaves the section standing, W; negative when load must be shed. */
  readonly securityMarginW: number
  /** That loss, by path. */
  readonly worst: string
}

interface Infeed {
  readonly path: string
  readonly section: number
  readonly w: number
}

function infeedsOf(plan: PowerPlan): Infeed[] {
  const { substation, switchgear, feeds, plants } = plan
  if (switchgear === undefined) return []
  const unitW = substation === undefined ? 0 : Math.floor(components.transformer.capacityW(substation.spec, 1))
  const beside = feeds.filter(feed => !feed.viaSubstation)
  return [
    ...Array.from(switchgear.infeed, (section, i) => ({ path: `grid/substation/transformer[${i}]`, section, w: unitW })),
    ...beside.map((feed, i) => ({ path: feed.path, section: sectionOfSource(switchgear, i), w: feed.steps.reduce((sum, step) => sum + step.capacityW, 0) })),
    ...plants.map((plant, i) => ({ path: plant.path, section: sectionOfSource(switchgear, i), w: firmPlantW(plant) })),
  ]
}

/** Margins of all sections; none without switchgear. */
export function sectionMargins(plan: PowerPlan): SectionMargin[] {
  const { switchgear, blocks } = plan
  if (switchgear === undefined) return []
  const infeeds = infeedsOf(plan)
  const highW = plan.feeds.reduce((sum, feed) => (feed.viaSubstation ? sum + feed.steps.reduce((steps, step) => steps + step.capacityW, 0) : sum), 0)
  const sectionsOf = blocks.map((block, index) => sectionsOfBlock(switchgear, index, block.transformerCount))
  const sections = Array.from({ length: switchgear.sections }, (_, section) => section)
  const lostSections = switchgear.faultTakesCircuits ? sections : []
  const losses = [...infeeds.map(({ path }) => ({ path, section: -1 })), ...lostSections.map(section => ({ path: `grid/switchgear/section[${section}]`, section }))]
  /** Infeed less load of all sections that stand after a loss. */
  const marginAfter = ({ path, section }: (typeof losses)[number]): number => {
    const standing = infeeds.filter(infeed => infeed.path !== path && infeed.section !== section)
    const throughW = Math.min(highW, standing.reduce((sum, infeed) => (infeed.path.startsWith('grid/substation') ? sum + infeed.w : sum), 0))
    const besideW = standing.reduce((sum, infeed) => (infeed.path.startsWith('grid/substation') ? sum : sum + infeed.w), 0)
    const loadW = blocks.reduce((sum, { designW }, block) => (sectionsOf[block].some(at => at !== section) ? sum + designW : sum), 0)
    return throughW + besideW - loadW
  }
  return sections.map(section => {
    const survived = losses.filter(loss => loss.section !== section)
    const normalW = Math.round(blocks.reduce((sum, { designW }, block) => (sectionsOf[block].includes(section) ? sum + designW / sectionsOf[block].length : sum), 0))
    const worst = survived.reduce<{ path: string; marginW: number }>((least, loss) => (marginAfter(loss) < least.marginW ? { path: loss.path, marginW: marginAfter(loss) } : least), { path: '', marginW: Infinity })
    return { section, normalW, securityMarginW: worst.marginW, worst: worst.path }
  })
}
