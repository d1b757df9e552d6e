/** Checks of faults before a run: technicians who keep up with what fails. */
import { meanOf } from '../../base/distribution.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { hasNodeTeams, nodeTechnicians } from '../../scenario/crew-teams.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { erlangC } from '../facility/crew.ts'
import { offeredRepairErlang } from '../faults/classes.ts'
import { scaleUpRacks } from '../faults/scale-up.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'

/** Utilisation from which on waits are long and grow fast. */
const BUSY = 0.9

/** People busy with whole racks on average. */
function scaleUpErlang({ scaleUpFaults }: Scenario['faults'], world: World): number {
  if (scaleUpFaults === undefined) return 0
  const { rate, autoFix, repair, people } = scaleUpFaults
  return (scaleUpRacks(world).length * rate * (1 - autoFix) * meanOf(repair) * people) / YEAR_MS
}

/** Repairs by hand of a mature fleet as an M/M/c queue: at or above one technician busy for each there is, the backlog grows without bound. */
export function faultFindings(scenario: Scenario, world: World): Finding[] {
  const { faults } = scenario
  const technicians = nodeTechnicians(scenario).mean
  const isOfTeams = hasNodeTeams(scenario)
  const offered = offeredRepairErlang(faults, world.acceleratorCount) + scaleUpErlang(faults, world)
  const utilisation = offered / technicians
  if (utilisation < BUSY) return []
  const needed = Math.floor(offered / BUSY) + 1
  const waits = utilisation < 1 ? `, ${(100 * erlangC(Math.max(1, Math.round(technicians)), offered)).toFixed(0)} % of the repairs wait` : ': the backlog of repairs grows without bound'
  return [{
    severity: 'warn', code: 'repair-backlog', path: isOfTeams ? ['crews', 'teams'] : ['faults', 'technicians'], value: `${Number(technicians.toFixed(1))}`,
    message: `${isOfTeams ? 'have people for nodes who ' : ''}are busy ${(100 * utilisation).toFixed(0)} % of the time with ${offered.toFixed(1)} repairs under way on average${waits}`, allowed: `${needed} or more, or fewer faults that need hands`,
  }]
}
