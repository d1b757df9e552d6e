/** The teams of a site: those of the file, or one sized to the site. */
import { sumPerPlace } from './lots.ts'
import { SKILLS } from './catalog/skills.ts'
import { liquidShare } from './liquid-share.ts'
import { countedRackW } from './rack-power.ts'
import type { CrewsSection, TeamSection } from './schema/crews.ts'
import type { Scenario } from './schema/scenario.ts'

type Sized = Pick<Scenario, 'blocks' | 'power'>

/** People on shift at the smallest site; IT power that one more of them looks after, W: air-cooled halls, and sites of liquid-cooled racks. Engineering defaults. */
const LEAST_ON_SHIFT = 2
const AIR_W_PER_PERSON = 40e6
const LIQUID_W_PER_PERSON = 60e6

/** People on shift for a site of so much IT power, W, of which `liquidW` go to cold plates. */
export function peopleOnShift(itW: number, liquidW: number): number {
  return LEAST_ON_SHIFT + Math.round(itW / (2 * liquidW > itW ? LIQUID_W_PER_PERSON : AIR_W_PER_PERSON))
}

function siteTeam({ blocks, power }: Sized): TeamSection {
  let itW = 0
  let liquidW = 0
  for (const block of blocks) {
    itW += sumPerPlace(block, lot => countedRackW(power, lot))
    liquidW += sumPerPlace(block, lot => countedRackW(power, lot) * liquidShare(block.cooling, lot))
  }
  return { id: 'site', count: peopleOnShift(itW, liquidW), skills: [...SKILLS], works: 'shifts', callOut: { kind: 'fixed', value: 0 } }
}

/** Teams in the order in which they are asked. */
export const teamsOf = (crews: CrewsSection, sized: Sized): readonly TeamSection[] => crews.teams ?? [siteTeam(sized)]

/** Most people that can do a kind of work together: those of the largest team that is trained for it. */
export function mostPeople(teams: readonly TeamSection[], skill: TeamSection['skills'][number]): number {
  return teams.reduce((most, team) => (team.skills.includes(skill) ? Math.max(most, team.count) : most), 0)
}
