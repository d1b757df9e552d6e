/** Sections of medium-voltage switchgear, their protection and the breakers on them, as parts that can be removed. */
import { type SwitchgearPlan, sectionOfBlockTransformer, sectionOfSource, sectionsOfBlock } from '../../power/switchgear-plan.ts'
import type { AuditSite } from './audit-site.ts'
import { GEAR_ID } from './one-line-graph.ts'
import { type Outage, blockOutage } from './outage.ts'
import type { Draft } from './parts.ts'

const AT = { block: -1, place: ['grid', 'switchgear'], nodes: [GEAR_ID] } as const

function transformersAt({ plan: { blocks } }: AuditSite, gear: SwitchgearPlan, block: number, section: number): number {
  return Array.from({ length: blocks[block].transformerCount }, (_, member) => sectionOfBlockTransformer(gear, block, member)).filter(at => at === section).length
}

function cutBlock(site: AuditSite, gear: SwitchgearPlan, outage: Outage, block: number, section: number): void {
  const count = transformersAt(site, gear, block, section)
  if (count > 0) blockOutage(site.plan, outage, block).transformers += count
}

/** A section goes with all that hangs on it, once. */
function takeSection(site: AuditSite, gear: SwitchgearPlan, outage: Outage, section: number): void {
  if (outage.sections[section] === 1) return
  outage.sections[section] = 1
  const { feeds, plants, blocks } = site.plan
  outage.substation += gear.infeed.filter(at => at === section).length
  feeds.filter(feed => !feed.viaSubstation).forEach((feed, index) => {
    if (sectionOfSource(gear, index) === section) outage.feeds[feeds.indexOf(feed)] = 1
  })
  plants.forEach(({ count }, plant) => {
    if (sectionOfSource(gear, plant) === section) outage.plants[plant] = count
  })
  blocks.forEach((_, block) => cutBlock(site, gear, outage, block, section))
}

/** A fault takes its section; where its protection does not clear it, backup clearing takes the next one as well. */
function fault(site: AuditSite, gear: SwitchgearPlan, outage: Outage, section: number): void {
  takeSection(site, gear, outage, section)
  if (outage.relays[section] === 1) takeSection(site, gear, outage, (section + 1) % gear.sections)
}

/** Nothing where every circuit is on two buses, so that no fault takes any. */
export function gearParts(site: AuditSite): Draft[] {
  const { switchgear: gear, blocks } = site.plan
  if (gear === undefined || !gear.faultTakesCircuits) return []
  const sections = Array.from({ length: gear.sections }, (_, section) => section)
  const at = (section: number): string => `grid/switchgear/section[${section}]`
  return [
    ...sections.map((section): Draft => ({ ...AT, kind: 'busSection', name: `section ${section + 1} of the switchgear`, paths: [at(section)], remove: outage => fault(site, gear, outage, section) })),
    ...sections.map((section): Draft => ({
      ...AT, kind: 'relay', name: `protection of section ${section + 1}`, paths: [`${at(section)}/relay`],
      // Hidden until the section has a fault.
      remove(outage) {
        outage.relays[section] = 1
        if (outage.sections[section] === 1) fault(site, gear, outage, section)
      },
    })),
    ...(gear.sections < 2 ? [] : sections.map((section): Draft => ({
      ...AT, kind: 'unclearedFault', name: `fault of section ${section + 1} that its breaker or relay does not clear`, paths: [`${at(section)}/backup`], isMaintained: false,
      remove(outage) {
        outage.relays[section] = 1
        fault(site, gear, outage, section)
      },
    }))),
    { ...AT, kind: 'infeedBreaker', name: 'breaker of an infeed', paths: Array.from(gear.infeed, (section, i) => `${at(section)}/infeed[${i}]`), remove: outage => void (outage.substation += 1) },
    ...blocks.flatMap((block, index) => sectionsOfBlock(gear, index, block.transformerCount).map((section): Draft => ({
      ...AT, kind: 'feederBreaker', name: `breaker of a block at section ${section + 1}`, paths: [`${at(section)}/${block.path}`], block: index,
      remove: outage => cutBlock(site, gear, outage, index, section),
    }))),
  ]
}
