/** Technicians and crews are never busy or away and parts never missing; the work itself takes as long. */
import { type CrewsSection, crewsSection } from '../schema/crews.ts'
import type { Scenario } from '../schema/scenario.ts'
import { SKILLS } from '../catalog/skills.ts'
import { type Change, NEVER_LATE } from './change.ts'

/** More people than there is work for. */
const PLENTY = 100_000
const PLENTY_OF_PARTS = 1_000_000
/** People of one crew that is asked for power and cooling. */
const LARGE_CREW = 10_000

/** One crew with all skills that is always there; nothing where the file asks for none. */
function present({ crews, maintenance, spares }: Scenario): CrewsSection | undefined {
  if (crews === undefined && maintenance === undefined && spares.length === 0) return undefined
  const section = crews ?? crewsSection.parse({})
  if (section === undefined) return undefined
  return { ...section, teams: [{ id: 'plenty', count: LARGE_CREW, skills: [...SKILLS], works: 'shifts', callOut: NEVER_LATE }] }
}

export const withoutWaitsForRepair: Change = scenario => {
  const { faults } = scenario
  return {
    ...scenario,
    faults: { ...faults, technicians: PLENTY, spares: { ...faults.spares, gpu: PLENTY_OF_PARTS, parts: {} } },
    crews: present(scenario),
    spares: [],
  }
}
