/** Plants never fail, lack water or come late, and no temperature limits the racks. */
import type { BlockCoolingSection } from '../schema/block-cooling.ts'
import { BEYOND_REACH, type Change, withBlocks, withoutShocks, zeroed } from './change.ts'

const RATES: ReadonlySet<string> = new Set(['fan', 'chiller', 'tower', 'pump', 'cduPump', 'controller', 'cdu', 'handler', 'rack', 'row', 'valveFails'])

function withoutHeat(section: BlockCoolingSection): BlockCoolingSection {
  const { ready: _ready, ...cooling } = section
  const { rows: _rows, pumpFlow: _pumpFlow, valveFlow: _valveFlow, ...cdu } = cooling.cdu
  const { itClass: _itClass, ...air } = cooling.air
  const { limit: _limit, ...water } = cooling.water
  return {
    ...cooling,
    cdu,
    chip: { ...cooling.chip, throttle: BEYOND_REACH, shutdown: 2 * BEYOND_REACH, coolantMax: BEYOND_REACH },
    air: { ...air, inletMax: BEYOND_REACH, inletWarning: BEYOND_REACH - 1, fanRise: 0 },
    water: { ...water, outages: 0 },
    reliability: zeroed(cooling.reliability, RATES),
    leaks: zeroed(cooling.leaks, RATES),
  }
}

export const withoutHeatLimits: Change = scenario => {
  const { water, faults, scheduler } = scenario
  const { yearly: _yearly, ...drought } = water.drought
  const { stress: _stress, ...calm } = withoutShocks(scenario, 'cooling').faults
  const sources = water.sources?.map(({ limit: _limit, annual: _annual, ready: _ready, ...source }) => ({ ...source, outages: 0 }))
  return {
    ...withBlocks(scenario, block => ({ ...block, cooling: withoutHeat(block.cooling) })),
    faults: { ...faults, ...calm, stress: undefined },
    water: { ...water, ...(sources === undefined ? {} : { sources }), drought: { ...drought, shares: [1, 1, 1, 1], dates: [] }, shortage: { ...water.shortage, steps: [] } },
    site: { ...scenario.site, extremes: scenario.site.extremes.filter(({ kind }) => kind !== 'drought' && kind !== 'hail' && kind !== 'smoke') },
    scheduler: { ...scheduler, admission: { ...scheduler.admission, thermal: 'ignore' } },
  }
}
