/** Technicians of nodes as the teams of the file that are trained for `it`: their shifts, contractors on call; people are shared with the crews of power and cooling. */
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import type { DomainContext } from '../ports.ts'
import type { TechnicianPool } from './crew.ts'
import type { Teams } from './teams.ts'

/** Skill for work on racks and nodes. */
const SKILL = 'it'

/** `teams` and `freed`, which tells the crews of power and cooling of people who have nothing to do, are asked late. */
export function teamPool({ world }: DomainContext, people: number, teams: () => Teams, freed: () => void): TechnicianPool {
  const key = entityKey(world.root, 'technicians')
  return {
    people, hasShifts: true,
    take(wanted, waitedMs) {
      const team = teams().pick(SKILL, wanted, false)
      if (team >= 0) teams().take(team, wanted, waitedMs)
      return team
    },
    release(team, count) {
      teams().release(team, count)
      freed()
    },
    callOutMs: (team, n) => teams().callOutMs(team, uniform(key, PURPOSE.callOut, n)),
    nextDutyMs: wanted => teams().nextDutyMs(SKILL, wanted),
  }
}
