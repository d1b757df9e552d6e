/** Water of the site on the days that size it: what sources deliver, or what the tanks add for a day, against what all blocks draw. */
import type { DesignDay as WeatherDesignDay } from '../../scenario/inputs.ts'
import { waterPlan } from '../cooling/water-plan.ts'
import type { AuditSite } from './audit/audit-site.ts'
import { ALL_IN } from './audit/cooling-outcome.ts'
import type { Finding } from './finding.ts'

/** Tanks must bridge what sources lack this long. */
const DESIGN_DAY_S = 86_400
const MG_PER_KG = 1e6

/** Peak water beyond what sources and tanks give on the design day, with racks at maximum. */
export function waterFindings({ scenario, world, designs, cooling }: AuditSite, weather: WeatherDesignDay): Finding[] {
  const plan = waterPlan(scenario, world, designs)
  const drawKgps = designs.reduce((sum, _, block) => sum + (cooling.lasting(block, ALL_IN)?.makeupKgps ?? 0), 0)
  const supplyKgps = plan.sources.reduce((sum, { limitMgps }) => sum + limitMgps, 0) / MG_PER_KG
  const shortM3 = ((drawKgps - supplyKgps) * DESIGN_DAY_S) / 1000
  const tankM3 = Number(plan.tankUg / 1_000_000n) / 1e6
  if (shortM3 <= tankM3) return []
  const draw = `${drawKgps.toFixed(1)} kg/s`
  const when = `on the design day (${weather.dryBulbC.toFixed(1)} °C)`
  return [{
    severity: 'waivable', code: 'PEAK_WATER', path: scenario.water.sources === undefined ? ['blocks', designs.findIndex(({ water }) => water.designKgps > 0), 'cooling', 'water'] : ['water', 'sources'],
    message: `deliver less than all blocks draw ${when}, and the tanks of ${tankM3.toFixed(0)} m^3 do not last it: peak water, not annual water, sizes the connection`,
    value: `${supplyKgps.toFixed(1)} kg/s of ${draw}`,
    allowed: `sources of ${draw}, storage of ${Math.ceil(shortM3)} m^3, fewer pads, or a waiver`,
  }]
}
