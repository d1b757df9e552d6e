/** Checks of air permits by mass that need the fuel curves of engines. */
import { yearlyTests } from '../../scenario/rules/generation.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { airPermits } from '../power/air-permit-plan.ts'
import { standbyFuelW } from '../power/components/index.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'

const HOUR_S = 3600
const G_PER_T = 1e6

const tonnes = (t: number): string => `${Math.round(t * 1000) / 1000} t/year`

/** Heat of the fuel that the yearly tests of a block's sets burn, J. */
function testHeatJ({ power: { generators } }: Scenario['blocks'][number]): number {
  if (generators === undefined || generators.count === 0) return 0
  const { rated, count, tests } = generators
  const spec = { ratedW: rated, countedW: rated }
  return yearlyTests(tests).reduce((sum, { hours, load }) => sum + hours * HOUR_S * standbyFuelW(spec, count, load * rated * count), 0)
}

/** Permits that leave no room for the tests that keep standby sets reliable. */
export function emissionFindings(scenario: Scenario, world: World): Finding[] {
  const { permits, blockGpJ } = airPermits(scenario, world)
  return permits.flatMap(({ blocks }, index): Finding[] => {
    const neededT = blocks.reduce((sum, block) => sum + (testHeatJ(scenario.blocks[block]) * blockGpJ[block]) / G_PER_T, 0)
    const { nox } = scenario.airPermits[index]
    if (nox >= neededT) return []
    return [{ severity: 'error', code: 'permit-tests', path: ['airPermits', index, 'nox'], message: 'is less than the tests of the standby sets emit in a year: raise the limit, shorten the tests or clean the exhaust', value: tonnes(nox), allowed: `at least ${tonnes(neededT)}` }]
  })
}
