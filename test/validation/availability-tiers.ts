/** Blocks built as the four classes of topology of the tier classification, with the failure and repair data that the product ships. */
import { createPowerSiteUnderTest, dateAfter, type Site } from '../engine/power/site.ts'
import { YEAR_HOURS } from './availability-oracles.ts'
import { RACKS, unservedOf } from './availability-rigs.ts'

/** 2.4 MW of racks and 0.3 MW of cooling: five UPS modules of 500 kW, two transformers and two sets carry it. */
const LOAD_W = 2_400_000
const COOLING_W = 300_000

export const TIERS = {
  basic: { label: 'N: one path, nothing to spare', topology: 'n', model: 'ups-500kw', modules: 5, transformers: 2, sets: 2 },
  components: { label: 'N+1 components on one path', topology: 'n-plus-1', model: 'ups-500kw', modules: 6, transformers: 3, sets: 3 },
  maintainable: { label: 'concurrently maintainable: 4 to make 3, two paths, N+1 sets', topology: '4-to-make-3', model: 'ups-1667kw', modules: 4, transformers: 3, sets: 3 },
  tolerant: { label: '2N: two paths, 2N sets', topology: '2n', model: 'ups-500kw', modules: 10, transformers: 4, sets: 4 },
} as const
export type Tier = keyof typeof TIERS

/**
 * A transformer that fails always finds a spare. With the default of one, the mean hangs on a second failure during the delivery of the next,
 * once in some thousand years and then for half a year, which no run of bearable length can estimate.
 */
const SPARES = 100

/** One distribution feed with all the interruptions of the file's defaults but sags and momentary ones, which batteries ride through. */
function tierBlock(tier: Tier, seed: number): Site {
  const { topology, model, modules, transformers, sets } = TIERS[tier]
  return createPowerSiteUnderTest({
    world: { seed, racksPerBlock: RACKS, rackMaxW: LOAD_W / RACKS, horizonMs: 1e15 },
    grid: { feeds: { main: { capacity: '40 MW', voltage: '12 kV', energised: dateAfter(0), outages: { momentary: { perInterruption: 0 }, sags: { below90: '0/year', below70: '0/year' } } } } },
    power: { topology, ups: { model, count: modules }, transformers: { model: 'lv-2500kva', count: transformers, spare: SPARES }, generators: { model: 'diesel-2mw', count: sets } },
  })
}

export interface TierHours {
  /** Hours a year with some of the load not served, by batch, and hours without supply of a rack. */
  readonly hours: readonly number[]
  readonly dark: readonly number[]
  /** Moments at which racks or the block lost their supply, by cause; the wait for the first energisation is none. */
  readonly causes: Readonly<Record<string, number>>
}

export function hoursOf(tier: Tier, yearsPerBatch: number, seed: number): TierHours {
  const site = tierBlock(tier, seed)
  site.power.setMechanicalLoad(0, COOLING_W)
  const { partly, dark } = unservedOf(site, LOAD_W, yearsPerBatch)
  const causes: Record<string, number> = {}
  let lastMs = -1
  for (const { call, cause, atMs } of site.gates.calls) {
    if (!call.startsWith('close') || atMs === lastMs || atMs === 0) continue
    lastMs = atMs
    causes[cause] = (causes[cause] ?? 0) + 1
  }
  return { hours: partly.map(share => share * YEAR_HOURS), dark: dark.map(share => share * YEAR_HOURS), causes }
}
