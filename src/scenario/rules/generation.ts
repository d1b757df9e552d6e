/** Rules of on-site generation, its gas, and storage; codes are those of the specification of the physical half. */
import { HOUR_MS } from '../../base/spans.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

const SECONDS_PER_HOUR = 3600
const MONTHS = 12

const megawatts = (w: number): string => `${Math.round(w / 1e3) / 1e3} MW`
const hours = (ms: number): string => `${Math.round(ms / HOUR_MS * 100) / 100} h`

type Sets = NonNullable<Scenario['blocks'][number]['power']['generators']>

const ofSets = (blocks: Scenario['blocks'], find: (sets: Sets) => { readonly at: readonly string[]; readonly rest: Omit<Finding, 'path'> } | undefined): Finding[] =>
  blocks.flatMap(({ power }, index): Finding[] => {
    const found = power.generators === undefined || power.generators.count === 0 ? undefined : find(power.generators)
    return found === undefined ? [] : [{ path: ['blocks', index, 'power', 'generators', ...found.at], ...found.rest }]
  })

/** Tests of a set in a year: eleven or twelve monthly ones, and the one on the load bank. */
export function yearlyTests({ monthly, load, loadBank, loadBankLoad }: Sets['tests']): { readonly hours: number; readonly load: number }[] {
  return [{ hours: ((loadBank > 0 ? MONTHS - 1 : MONTHS) * monthly) / HOUR_MS, load }, { hours: loadBank / HOUR_MS, load: loadBankLoad }]
}

/** Yearly test hours of a set, ms. */
export const yearlyTestMs = (tests: Sets['tests']): number => yearlyTests(tests).reduce((sum, test) => sum + test.hours * HOUR_MS, 0)

/** Heat that all units of all plants burn at full load, W. */
const fullHeatW = (generation: Scenario['generation']): number => generation.reduce((sum, plant) => sum + (plant.count * plant.rated) / plant.efficiency, 0)

const largestW = (generation: Scenario['generation']): number => generation.reduce((largest, plant) => Math.max(largest, plant.count > 0 ? plant.rated : 0), 0)

export const generationRules: readonly Rule[] = [
  rule('GEN_HOURS', 'error', ['blocks'], ({ blocks }) =>
    ofSets(blocks, ({ permit, tests }) => {
      const neededMs = yearlyTestMs(tests)
      const at = permit.nonEmergency < neededMs ? 'nonEmergency' : permit.total < neededMs ? 'total' : undefined
      if (at === undefined) return undefined
      return { at: ['permit', at], rest: { message: 'is less than the tests of a year take: raise the limit or shorten the tests', value: hours(permit[at]), allowed: `at least ${hours(neededMs)}` } }
    }),
  ),
  rule('TANK_DAY', 'error', ['blocks'], ({ blocks }) =>
    ofSets(blocks, ({ fuel }) =>
      fuel.tank >= fuel.dayTank ? undefined : { at: ['fuel', 'tank'], rest: { message: 'is smaller than the day tank, which is part of it', value: `${fuel.tank} m^3`, allowed: `at least ${fuel.dayTank} m^3` } },
    ),
  ),
  rule('GAS_SHORT', 'error', ['gas', 'generation'], ({ gas, generation }): Finding[] => {
    if (gas === undefined) return []
    const neededW = fullHeatW(generation)
    const contractedW = gas.firm + gas.interruptible
    if (contractedW >= neededW) return []
    return [{ path: ['gas', 'firm'], message: 'and the interruptible part are less than all units burn at full load: contract more gas or build fewer units', value: megawatts(contractedW), allowed: `at least ${megawatts(neededW)} in all` }]
  }),
  rule('SPINNING_RESERVE', 'error', ['generation'], ({ generation }) => {
    const reserveW = generation.reduce((sum, plant) => sum + plant.spinning * plant.rated, 0)
    const neededW = largestW(generation)
    return generation.flatMap(({ operation, spinning }, index): Finding[] => {
      if (operation !== 'island' || reserveW >= neededW) return []
      return [{ path: ['generation', index, 'spinning'], message: 'keeps less in reserve than the largest unit, so the trip of one unit sheds load on an island', value: String(spinning), allowed: `units of ${megawatts(neededW)} in all` }]
    })
  }),
  rule('BESS_CRATE', 'error', ['storage'], ({ storage }) =>
    storage.flatMap(({ power, cRate, energy }, index): Finding[] => {
      const limitW = (cRate * energy) / SECONDS_PER_HOUR
      if (power <= limitW * (1 + 1e-9)) return []
      return [{ path: ['storage', index, 'power'], message: 'is more than the cells bear: C-rate times energy', value: megawatts(power), allowed: `at most ${megawatts(limitW)}` }]
    }),
  ),
  rule('SOC_BOUNDS', 'error', ['storage'], ({ storage }) =>
    storage.flatMap(({ chargeMin, chargeMax }, index): Finding[] =>
      chargeMin < chargeMax ? [] : [{ path: ['storage', index, 'chargeMin'], message: 'is not below the highest state of charge, so nothing can be stored', value: String(chargeMin), allowed: `below ${chargeMax}` }],
    ),
  ),
]
