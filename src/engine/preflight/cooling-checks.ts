/** Cooling checks before a run: the design day with everything in order, and with one cooler out. */
import type { DesignDay as WeatherDesignDay } from '../../scenario/inputs.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { type DesignConditions, designDays } from '../cooling/design-day.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'

const degrees = (celsius: number): string => (Number.isFinite(celsius) ? `${celsius.toFixed(1)} °C` : 'without end')

/** What happens to each block on the hottest day in twenty years with all racks at maximum. */
export function coolingFindings(scenario: Scenario, world: World, weather: WeatherDesignDay): Finding[] {
  const dayOf = designDays(scenario, world)
  const conditions: DesignConditions = { dryBulbC: weather.dryBulbC, wetBulbC: weather.wetBulbC, pressurePa: weather.pressurePa }
  const when = `on the design day (${degrees(weather.dryBulbC)}, wet bulb ${degrees(weather.wetBulbC)}) with racks at maximum`
  return scenario.blocks.flatMap((_, block): Finding[] => {
    const path = ['blocks', block, 'cooling']
    const day = dayOf(block, conditions)
    const state = { value: `coolant ${degrees(day.coolantC)}, inlet air ${degrees(day.inletAirC)}` }
    if (day.shutsDown) return [{ severity: 'warn', code: 'design-day', path, message: `shuts down ${when}`, ...state }]
    if (day.throttle < 1) return [{ severity: 'warn', code: 'design-day', path, message: `throttles the racks to ${(day.throttle * 100).toFixed(0)} % ${when}`, ...state }]
    const short = dayOf(block, { ...conditions, unitsOut: 1 })
    if (!short.shutsDown && short.throttle === 1) return []
    return [{ severity: 'warn', code: 'design-day', path, message: `has no spare cooler ${when}`, value: `coolant ${degrees(short.coolantC)} with one out` }]
  })
}
