/** Rules of maintenance and spare parts: work that ends before it is due again, parts that exist, people that can do it. */
import { HOUR_MS } from '../../base/spans.ts'
import { mostPeople, teamsOf } from '../crew-teams.ts'
import { plansOf } from '../maintenance-plans.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

const hours = (ms: number): string => `${Math.round(ms / HOUR_MS)} h`

/** A plan of the file needs people that no team of the file has. */
function plansWithoutPeople({ crews, maintenance, ...sized }: Pick<Scenario, 'crews' | 'maintenance' | 'blocks' | 'power'>): Finding[] {
  if (crews === undefined || maintenance === undefined) return []
  const teams = teamsOf(crews, sized)
  return plansOf(maintenance).flatMap((plan): Finding[] => {
    const at = maintenance.plans.findIndex(({ id }) => id === plan.id)
    const people = plan.switching ? Math.max(plan.people, crews.switching) : plan.people
    const most = mostPeople(teams, plan.skill)
    if (at < 0 || most >= people) return []
    const message = most === 0 ? `needs ${plan.skill}, for which no team is trained` : `needs ${people} people trained for ${plan.skill} at once, the largest team has ${most}`
    return [{ path: ['maintenance', 'plans', at], message, allowed: `a team of at least ${people} with ${plan.skill} among its skills` }]
  })
}

export const maintenanceRules: readonly Rule[] = [
  rule('PM_IMPOSSIBLE', 'error', ['maintenance'], ({ maintenance }) =>
    (maintenance?.plans ?? []).flatMap(({ interval, duration }, at): Finding[] =>
      interval >= duration ? [] : [{ path: ['maintenance', 'plans', at, 'interval'], message: 'is due again before it can be done', value: hours(interval), allowed: `at least its duration, ${hours(duration)}` }]),
  ),
  rule('CREW_0', 'error', ['crews', 'maintenance', 'blocks', 'power'], plansWithoutPeople),
  rule('spare-part', 'error', ['maintenance', 'spares'], ({ maintenance, spares }) => [
    ...(maintenance?.plans ?? []).flatMap(({ part }, at): Finding[] =>
      part === undefined || spares.some(({ id }) => id === part) ? [] : [{ path: ['maintenance', 'plans', at, 'part'], message: 'is no part of `spares`', value: part, allowed: spares.length === 0 ? 'the id of a part listed under `spares`' : spares.map(({ id }) => id).join(', ') }]),
    ...spares.flatMap(({ reorderAt, upTo }, at): Finding[] =>
      upTo === undefined || upTo > reorderAt ? [] : [{ path: ['spares', at, 'upTo'], message: 'fills up to no more than the level at which parts are ordered', value: String(upTo), allowed: `more than ${reorderAt}` }]),
    ...spares.flatMap(({ for: kind, id }, at): Finding[] => {
      const first = spares.findIndex(other => other.for === kind)
      return first === at ? [] : [{ path: ['spares', at, 'for'], message: `has a part already, ${spares[first].id}: one part stands for all that repairs of a kind need`, value: kind, allowed: `another kind than that of ${spares[first].id}, or no ${id}` }]
    }),
  ]),
]
