/**
 * What the people of a site cost. Own teams are paid for the hours that they man, with a premium at night and on weekends and another for
 * overtime; contractors for each call and for their hours on the way, at the door and at work.
 */
import { HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { TeamBook } from '../results/work.ts'
import { hasNodeTeams, teamsOf } from '../scenario/crew-teams.ts'
import type { CrewsSection, TeamSection } from '../scenario/schema/crews.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

const HOURS_PER_WEEK = 168
const WORKDAYS = 5

/** An hour of one of a team, USD: as stated, or that of its best paid skill. */
export function hourlyUsd({ wage, skills }: Pick<TeamSection, 'wage' | 'skills'>, { wages }: CrewsSection['pay']): number {
  return wage ?? Math.max(...skills.map(skill => wages[skill]))
}

/** Share of the week in the hours of the day shift. */
const dayShare = ({ shift }: CrewsSection): number => (WORKDAYS * shift.length) / HOUR_MS / HOURS_PER_WEEK

/** People who are there for `hours` of calendar time, all of it or by day, at `usdPerHour`. */
function mannedUsd(crews: CrewsSection, people: number, hours: number, isByDay: boolean, usdPerHour: number): number {
  const day = dayShare(crews)
  return people * hours * usdPerHour * (isByDay ? day : 1 + crews.pay.unsocial * (1 - day))
}

function teamUsd(crews: CrewsSection, team: TeamSection, book: TeamBook | undefined, hours: number): number {
  const usd = hourlyUsd(team, crews.pay)
  const { overtime, contractor, callOut } = crews.pay
  if (team.works === 'call-out') return book === undefined ? 0 : book.sent * callOut + (book.busyMs / HOUR_MS) * usd * contractor
  return mannedUsd(crews, team.count, hours, team.works === 'days', usd) + ((book?.overtimeMs ?? 0) / HOUR_MS) * usd * overtime
}

/** A row for each team, and one for technicians of nodes who are no team; none where the file has no crews. */
export function crewRows(scenario: Scenario, { work, contractStartMs, horizonMs }: RunResult): MoneyRow[] {
  const { crews, faults } = scenario
  if (crews === undefined) return []
  const hours = Math.max(0, horizonMs - contractStartMs) / HOUR_MS
  const rows = teamsOf(crews, scenario).map((team, at): MoneyRow =>
    ({ id: `crew.${team.id}`, label: team.works === 'call-out' ? `Contractors ${team.id}` : `Team ${team.id}`, usd: teamUsd(crews, team, work?.teams[at], hours), source: 'crews.pay' }))
  if (hasNodeTeams(scenario)) return rows
  return [...rows, { id: 'technicians', label: 'Technicians of nodes', usd: mannedUsd(crews, faults.technicians, hours, false, crews.pay.wages.it), source: 'faults.technicians' }]
}
