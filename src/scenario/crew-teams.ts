/** The teams of a site: those of the file, or one sized to the site. */
import { HOUR_MS } from '../base/spans.ts'
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

/** Whether nodes are repaired by teams of the file: some are trained for `it`. */
export const hasNodeTeams = ({ crews }: Pick<Scenario, 'crews'>): boolean => crews?.teams?.some(({ skills }) => skills.includes('it')) === true

const HOURS_PER_WEEK = 168
const WORKDAYS = 5

/** People for nodes: on duty at the same time at most, and on average over the week. Contractors count where no own team is trained. */
export function nodeTechnicians({ crews, faults }: Pick<Scenario, 'crews' | 'faults'>): { readonly most: number; readonly mean: number } {
  const trained = crews?.teams?.filter(({ skills }) => skills.includes('it')) ?? []
  if (crews === undefined || trained.length === 0) return { most: faults.technicians, mean: faults.technicians }
  const own = trained.filter(({ works }) => works !== 'call-out')
  const asked = own.length > 0 ? own : trained
  const share = { shifts: 1, 'call-out': 1, days: (WORKDAYS * crews.shift.length) / HOUR_MS / HOURS_PER_WEEK } as const
  return { most: Math.max(...asked.map(({ count }) => count)), mean: asked.reduce((sum, { count, works }) => sum + count * share[works], 0) }
}

/** Most people that can do a kind of work together: those of the largest team that is trained for it. */
export function mostPeople(teams: readonly TeamSection[], skill: TeamSection['skills'][number]): number {
  return teams.reduce((most, team) => (team.skills.includes(skill) ? Math.max(most, team.count) : most), 0)
}
