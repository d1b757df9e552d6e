/** Cooling checks before a run: the design day with everything in order. */
import type { DesignDay as WeatherDesignDay } from '../../scenario/inputs.ts'
import type { AuditSite } from './audit/audit-site.ts'
import { ALL_IN } from './audit/cooling-outcome.ts'
import type { Finding } from './finding.ts'

const degrees = (celsius: number): string => (Number.isFinite(celsius) ? `${celsius.toFixed(1)} °C` : 'without end')

/** What happens to each block on the hottest day in twenty years with all racks at maximum. */
export function coolingFindings({ plan, cooling }: AuditSite, weather: WeatherDesignDay): Finding[] {
  const when = `on the design day (${degrees(weather.dryBulbC)}, wet bulb ${degrees(weather.wetBulbC)}) with racks at maximum`
  return plan.blocks.flatMap((_, block): Finding[] => {
    const path = ['blocks', block, 'cooling']
    const day = cooling.lasting(block, ALL_IN)
    if (day === undefined) return []
    const state = { value: `coolant ${degrees(day.coolantC)}, inlet air ${degrees(day.inletAirC)}` }
    if (day.shutsDown) return [{ severity: 'warn', code: 'design-day', path, message: `shuts down ${when}`, ...state }]
    return day.throttle < 1 ? [{ severity: 'warn', code: 'design-day', path, message: `throttles the racks to ${(day.throttle * 100).toFixed(0)} % ${when}`, ...state }] : []
  })
}
