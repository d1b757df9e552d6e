/** Rules of air permits by mass: what they cover exists, once; limits by date do not overlap and leave room for what must run. */
import { formatDate } from '../../base/civil-date.ts'
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Permits = Scenario['airPermits']
type Permit = Permits[number]

const HOURS_PER_YEAR = 8766
const HOUR_S = 3600
const G_PER_T = 1e6

const tonnes = (t: number): string => `${Math.round(t * 1000) / 1000} t/year`

/** Entries of one list of a permit that name nothing. */
function unknown(permits: Permits, key: 'plants' | 'blocks', ids: readonly string[], what: string): Finding[] {
  return permits.flatMap((permit, index) =>
    (permit[key] ?? []).flatMap((id, at): Finding[] => {
      if (ids.includes(id)) return []
      const nearest = nearestName(id, ids)
      return [{ path: ['airPermits', index, key, at], message: `is not a ${what}`, value: id, allowed: ids.slice(0, 12).join(', ') || `no ${what} is in the file`, ...(nearest === undefined ? {} : { nearest }) }]
    }),
  )
}

const covers = (permit: Permit, key: 'plants' | 'blocks', id: string): boolean => permit[key]?.includes(id) ?? true

/** Units of one kind that an earlier permit covers too. */
function twice(permits: Permits, key: 'plants' | 'blocks', ids: readonly string[]): Finding[] {
  return permits.flatMap((permit, index): Finding[] => {
    const shared = ids.filter(id => covers(permit, key, id) && permits.slice(0, index).some(other => covers(other, key, id)))
    return shared.length === 0 ? [] : [{ path: ['airPermits', index], message: `covers ${shared[0]}, which is under another permit too: list its ${key}`, value: permit.id, allowed: 'one permit for every plant and block' }]
  })
}

function temporaryDates({ temporary }: Permit, index: number): Finding[] {
  return temporary.flatMap(({ from, until }, at): Finding[] => {
    const path = ['airPermits', index, 'temporary', at]
    if (until <= from) return [{ path: [...path, 'until'], message: 'is not after the first day', value: formatDate(until), allowed: `after ${formatDate(from)}` }]
    const other = temporary.slice(0, at).find(before => before.from < until && from < before.until)
    return other === undefined ? [] : [{ path: [...path, 'from'], message: 'falls into another temporary limit', value: formatDate(from), allowed: `not from ${formatDate(other.from)} to ${formatDate(other.until)}` }]
  })
}

/** What a plant at full load emits in a year, t. */
const plantTonnes = ({ count, rated, efficiency, nox }: Scenario['generation'][number]): number => ((count * rated) / efficiency / 1e9) * nox * HOUR_S * HOURS_PER_YEAR / G_PER_T

export const airPermitRules: readonly Rule[] = [
  rule('duplicate-id', 'error', ['airPermits'], ({ airPermits }) =>
    airPermits.flatMap(({ id }, index): Finding[] => (airPermits.findIndex(other => other.id === id) === index ? [] : [{ path: ['airPermits', index, 'id'], message: 'is the id of another permit', value: id, allowed: 'an id of its own' }])),
  ),
  rule('unknown-plant', 'error', ['airPermits', 'generation'], ({ airPermits, generation }) => unknown(airPermits, 'plants', generation.map(({ id }) => id), 'plant')),
  rule('unknown-block', 'error', ['airPermits', 'blocks'], ({ airPermits, blocks }) => unknown(airPermits, 'blocks', blocks.map(({ id }) => id), 'block')),
  rule('permit-twice', 'error', ['airPermits', 'generation', 'blocks'], ({ airPermits, generation, blocks }) => [
    ...twice(airPermits, 'plants', generation.map(({ id }) => id)),
    ...twice(airPermits, 'blocks', blocks.filter(({ power }) => (power.generators?.count ?? 0) > 0).map(({ id }) => id)),
  ]),
  rule('permit-dates', 'error', ['airPermits'], ({ airPermits }) => airPermits.flatMap(temporaryDates)),
  rule('permit-hours', 'warn', ['airPermits', 'generation'], ({ airPermits, generation }) =>
    airPermits.flatMap((permit, index): Finding[] => {
      const always = generation.filter(plant => covers(permit, 'plants', plant.id) && (plant.dispatch === 'plant-first' || plant.operation === 'island'))
      const fullT = always.reduce((sum, plant) => sum + plantTonnes(plant), 0)
      if (permit.policy !== 'stop' || permit.nox >= fullT) return []
      return [{ path: ['airPermits', index, 'nox'], message: `is reached after ${Math.floor((permit.nox / fullT) * HOURS_PER_YEAR)} h at full load of plants that are meant to run always, and stops them: cleaner units, a larger permit or the grid must carry the rest`, value: tonnes(permit.nox), allowed: `${tonnes(fullT)} for all hours` }]
    }),
  ),
  rule('permit-granted', 'warn', ['airPermits', 'generation'], ({ airPermits, generation }) =>
    airPermits.flatMap((permit, index): Finding[] => {
      const { granted } = permit
      if (granted === undefined) return []
      const early = generation.find(plant => covers(permit, 'plants', plant.id) && plant.inService.planned < granted.planned)
      return early === undefined ? [] : [{ path: ['airPermits', index, 'granted'], message: `comes after the plant ${early.id} is there, which waits for it: apply 12–24 months ahead`, value: formatDate(granted.planned), allowed: `by ${formatDate(early.inService.planned)}` }]
    }),
  ),
]
