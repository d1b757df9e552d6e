/**
 * Once a block is promised its power it gets all that it asks for: no rating, budget or call limits it, and nothing electrical fails.
 * What ratings and caps do to the flow is lifted where it is made (`engine/power`).
 */
import type { BlockPowerSection } from '../schema/block-power.ts'
import type { GridSection } from '../schema/grid.ts'
import type { Scenario } from '../schema/scenario.ts'
import { type Change, withBlocks, withoutShocks, zeroed } from './change.ts'

/** How much more fuel stands by than the file says. */
const FUEL = 1000
/** Running time to failure that nobody sees, ms. */
const FOR_EVER_MS = 1e18

const RATES: ReadonlySet<string> = new Set(['failures', 'systemFailures', 'minorFailures', 'openStrings', 'failToStart', 'commonCause', 'switchFailure', 'faults', 'trips', 'failToOperate', 'forcedOutage', 'inspection', 'overhaul'])

function readySets(sets: NonNullable<BlockPowerSection['generators']>): NonNullable<BlockPowerSection['generators']> {
  const { fuel, permit } = sets
  return { ...sets, availability: 1, runMttf: FOR_EVER_MS, fuel: { ...fuel, tank: fuel.tank * FUEL, dayTank: fuel.dayTank * FUEL }, permit: { ...permit, policy: 'violate' } }
}

function withoutLimits(power: BlockPowerSection): BlockPowerSection {
  const quiet = zeroed(power, RATES)
  const { distribution: { current: _current, pdu, ...distribution } } = quiet
  return {
    ...quiet,
    switchboard: {},
    generators: quiet.generators === undefined ? undefined : readySets(quiet.generators),
    distribution: { ...distribution, ...(pdu === undefined ? {} : { pdu: { ...pdu, rated: undefined } }) },
    oversubscription: 1,
  }
}

function gridWithoutCalls(grid: GridSection): GridSection {
  const feeds = Object.entries(grid.feeds).map(([name, { curtailment: _curtailment, ramp: _ramp, ...feed }]) => [name, feed] as const)
  const { switchgear } = grid
  const quiet = switchgear === undefined ? undefined : zeroed(switchgear, RATES)
  return {
    ...grid,
    feeds: Object.fromEntries(feeds),
    ...(quiet === undefined ? {} : { switchgear: { ...quiet, breakers: { ...quiet.breakers, infeed: undefined, feeder: undefined } } }),
    sagResponse: { ...grid.sagResponse, dropShare: 0 },
  }
}

function readyPlants({ generation }: Scenario): Scenario['generation'] {
  return zeroed(generation, RATES).map(plant => ({ ...plant, startSuccess: 1 }))
}

export const withoutPowerLimits: Change = scenario => {
  const { scheduler, storage } = scenario
  const { budget: _budget, ...admission } = scheduler.admission
  return {
    ...withoutShocks(withBlocks(scenario, block => ({ ...block, power: withoutLimits(block.power) })), 'power'),
    grid: gridWithoutCalls(scenario.grid),
    generation: readyPlants(scenario),
    airPermits: [],
    gas: undefined,
    storage: zeroed(storage, RATES),
    scheduler: { ...scheduler, admission: { ...admission, power: 'start-capped' } },
  }
}
