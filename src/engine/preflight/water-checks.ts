/** Water of the site on the days that size it: what sources deliver, or what the tanks add for a day, against what all blocks draw. */
import type { DesignDay as WeatherDesignDay } from '../../scenario/inputs.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { sourceCycles, waterPlan } from '../cooling/water-plan.ts'
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

/** Cycles of concentration that the chemistry of a source does not allow: none at all, or fewer than the file states. */
export function chemistryFindings({ water: { sources, cycles } }: Scenario): Finding[] {
  return (sources ?? []).flatMap((source, index): Finding[] => {
    const most = sourceCycles(source)
    const path = ['water', 'sources', index, 'chemistry']
    const value = `${most.toFixed(2)} cycles`
    if (most <= 1) return [{ severity: 'error', code: 'COC', path, message: 'is too salty for evaporation', value, allowed: 'silica below 150 mg/L, chloride below 250 mg/L, conductivity below 2500 uS/cm, or another source' }]
    if (cycles <= most) return []
    return [{ severity: 'warn', code: 'cycles-chemistry', path, message: `allows fewer cycles of concentration than the ${cycles} of water.cycles; the run keeps to it`, value, allowed: `water.cycles of at most ${most.toFixed(2)}` }]
  })
}
