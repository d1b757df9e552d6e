/** Racks by what their cooling leaves them: how far the coolant is below the limit of the racks, whether they throttle or have none. */
import { UNKNOWN, type SiteState } from './replay.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { formatQuantity } from '../format.ts'
import { ABSENT, type Layer, type LegendEntry, paletteOf, patternsOf } from './layer.ts'
import type { SiteItem } from './plan/site-plan.ts'

const LEGEND: readonly LegendEntry[] = [
  { byte: 1, colour: '#56B4E9', label: 'Below the warning' },
  { byte: 2, colour: '#E69F00', label: 'Within the warning margin', pattern: 'rising' },
  { byte: 3, colour: '#D55E00', label: 'At the limit or above', pattern: 'cross' },
  { byte: 4, colour: '#7d2f00', label: 'Throttled', pattern: 'lines' },
  { byte: 5, colour: '#3a3f44', label: 'Without cooling', pattern: 'checks' },
  { byte: 6, colour: '#c3c8cc', label: 'No reading', pattern: 'dots' },
]
const COOLING_GATE = 3
const OF_COOLING: ReadonlySet<SiteItem['kind']> = new Set(['dry-cooler', 'chiller', 'cooling-tower', 'tank', 'distribution-unit'])

export interface CooledSite {
  readonly scenario: Scenario
  readonly gateOf: (site: SiteState, rack: number) => number
}

const degrees = (tenths: number): string => formatQuantity(tenths / 10, '°C', 1)

export function coolingLayer({ scenario, gateOf }: CooledSite): Layer {
  const ofBlock = (state: SiteState, block: number): number => {
    const { chip, warning } = scenario.blocks[block].cooling
    const tenths = state.blockCoolant[block]
    if (tenths === UNKNOWN) return 6
    if (state.blockThrottle[block] !== UNKNOWN && state.blockThrottle[block] < 1000) return 4
    const left = chip.coolantMax - tenths / 10
    return left <= 0 ? 3 : left <= warning.margin ? 2 : 1
  }
  const words = (state: SiteState, block: number): string => {
    const tenths = state.blockCoolant[block]
    if (tenths === UNKNOWN) return 'no reading'
    const left = scenario.blocks[block].cooling.chip.coolantMax - tenths / 10
    const throttle = state.blockThrottle[block]
    const air = state.blockAir[block] === undefined || state.blockAir[block] === UNKNOWN ? '' : `, inlet air ${degrees(state.blockAir[block])}`
    return `coolant ${degrees(tenths)}, ${formatQuantity(Math.abs(left), 'K', 1)} ${left < 0 ? 'above' : 'below'} its limit${air}${throttle !== UNKNOWN && throttle < 1000 ? `, throttled to ${formatQuantity(throttle / 10, '%', 1)}` : ''}`
  }
  return {
    id: 'cooling',
    label: 'Cooling',
    measure: 'Coolant supply of the block against the limit of its racks, as recorded',
    palette: paletteOf(LEGEND),
    patterns: patternsOf(LEGEND),
    legend: LEGEND,
    isScale: false,
    read(state, rack, block) {
      const gate = gateOf(state, rack)
      return gate === -1 ? ABSENT : gate === COOLING_GATE ? 5 : ofBlock(state, block)
    },
    describe: (state, rack, block) => (gateOf(state, rack) === COOLING_GATE ? `without cooling; ${words(state, block)}` : words(state, block)),
    readItem: (state, { kind, block }) => (OF_COOLING.has(kind) && block >= 0 ? ofBlock(state, block) : ABSENT),
    describeItem: (state, { kind, block }) => (OF_COOLING.has(kind) && block >= 0 ? words(state, block) : ''),
    hallNote: (state, block) => (state.blockCoolant[block] === UNKNOWN ? 'no reading' : degrees(state.blockCoolant[block])),
  }
}
