/** Links and switches never fail, are there in time, and carry whatever is sent. */
import type { FabricSection } from '../schema/fabric.ts'
import { type Change, withBlocks, withoutShocks, zeroed } from './change.ts'

/** How much narrower than downward bandwidth upward bandwidth is; far below 1, nothing contends. */
const AMPLE = 1e-6
/** More than any job sends, B/s. */
const AMPLE_BPS = 1e18

const RATES: ReadonlySet<string> = new Set(['link', 'optic', 'leafSwitch', 'upperSwitch', 'rate', 'cuts'])

function perfect(fabric: FabricSection): FabricSection {
  const { scaleUp, wan } = fabric
  return {
    ...fabric,
    spine: { ...fabric.spine, oversubscription: AMPLE },
    core: { ...fabric.core, oversubscription: AMPLE },
    miscabled: 0,
    burstCoincidence: 0,
    scaleUp: { ...scaleUp, failure: 0 },
    failures: zeroed(fabric.failures, RATES),
    flaps: zeroed(fabric.flaps, RATES),
    wan: { ...wan, regions: zeroed(wan.regions, RATES).map(region => ({ ...region, bandwidth: AMPLE_BPS })), isolates: false, drills: [] },
  }
}

export const withoutNetworkLimits: Change = scenario => {
  const calm = withoutShocks(withBlocks(scenario, ({ fabric: _late, ...block }) => block), 'fabric')
  return {
    ...calm,
    fabric: perfect(scenario.fabric),
    faults: { ...calm.faults, network: 'fabric' },
    ...(scenario.wan === undefined ? {} : { wan: { ...zeroed(scenario.wan, RATES), drills: scenario.wan.drills.filter(({ loses }) => loses !== 'network') } }),
  }
}
