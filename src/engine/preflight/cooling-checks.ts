/** Cooling checks before a run: what every block is on the design day with everything in order, and whether its coolant lets chips run. */
import type { DesignDay as WeatherDesignDay } from '../../scenario/inputs.ts'
import { W_CLASS_MAX_C } from '../../scenario/schema/block-cooling.ts'
import type { LastingState } from '../cooling/design-day.ts'
import type { AuditSite } from './audit/audit-site.ts'
import { ALL_IN } from './audit/cooling-outcome.ts'
import type { Finding } from './finding.ts'

const degrees = (celsius: number): string => (Number.isFinite(celsius) ? `${celsius.toFixed(1)} °C` : 'without end')

/** Coolant at the set point and design load beyond which chips throttle: no weather mends that. */
function tooWarmByDesign({ designs }: AuditSite, block: number): Finding[] {
  const { liquid, limits } = designs[block]
  const coolantC = liquid.setpointC + (liquid.cdusNeeded === 0 ? 0 : (liquid.approachRatedK * liquid.heatW) / (liquid.cduRatedW * liquid.cdusNeeded))
  if (liquid.heatW === 0 || coolantC <= limits.throttleC) return []
  const most = limits.throttleC - (coolantC - liquid.setpointC)
  return [{ severity: 'error', code: 'W_CLASS', path: ['blocks', block, 'cooling', 'supply'], message: `gives coolant of ${degrees(coolantC)} at design load, at which chips cannot run at full power`, value: degrees(liquid.setpointC), allowed: `at most ${degrees(most)}` }]
}

/** What is wrong with the liquid loop on the design day. */
function liquidOnDesignDay(site: AuditSite, block: number, day: LastingState, when: string): Finding[] {
  const { liquid, limits, section } = site.designs[block]
  if (liquid.heatW === 0) return []
  const path = ['blocks', block, 'cooling']
  const most = section.wClass === undefined ? Infinity : W_CLASS_MAX_C[section.wClass]
  if (day.coolantC > limits.throttleC) {
    const factor = `throttles the racks to ${(day.throttle * 100).toFixed(0)} %`
    return [{ severity: 'error', code: 'W_CLASS', path, message: `${day.shutsDown ? 'shuts down' : factor} ${when}: coolant is warmer than chips at full power bear`, value: `coolant ${degrees(day.coolantC)}, facility water ${degrees(day.facilitySupplyC)}`, allowed: `coolant of at most ${degrees(limits.throttleC)}: more coolers, pads or trim chillers` }]
  }
  if (day.facilitySupplyC <= most) return []
  return [{ severity: 'error', code: 'W_CLASS', path: [...path, 'wClass'], message: `is not kept ${when}`, value: `facility water ${degrees(day.facilitySupplyC)}`, allowed: `at most ${degrees(most)}: more coolers, pads or trim chillers, or a warmer class` }]
}

/** What happens to each block on the hottest day in twenty years with all racks at maximum. */
export function coolingFindings(site: AuditSite, weather: WeatherDesignDay | undefined): Finding[] {
  return site.plan.blocks.flatMap((_, block): Finding[] => {
    const byDesign = tooWarmByDesign(site, block)
    if (byDesign.length > 0) return byDesign
    const day = weather === undefined ? undefined : site.cooling.lasting(block, ALL_IN)
    if (weather === undefined || day === undefined) return []
    const when = `on the design day (${degrees(weather.dryBulbC)}, wet bulb ${degrees(weather.wetBulbC)}) with racks at maximum`
    const liquid = liquidOnDesignDay(site, block, day, when)
    if (liquid.length > 0 || !day.shutsDown) return liquid
    return [{ severity: 'warn', code: 'design-day', path: ['blocks', block, 'cooling'], message: `shuts down ${when}`, value: `coolant ${degrees(day.coolantC)}, inlet air ${degrees(day.inletAirC)}` }]
  })
}
