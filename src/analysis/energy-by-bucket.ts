/**
 * Energy and carbon of a run by bucket of the ledger. IT energy of a window is measured; idle nodes draw what their racks draw idle, the
 * rest goes to nodes with work in proportion to their time; closed nodes are off. Cooling, losses and carbon follow IT energy. What is
 * drawn while no contracted node draws has a row of its own. Energies are split as integers and sum to the run exactly.
 */
import { civilFromDays } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { runsBySite } from './by-site.ts'
import { fuelCarbonT } from './carbon.ts'
import { average } from './estimate.ts'
import { seriesValues } from './money.ts'

const WMS_PER_MWH = 3.6e12

/** Row of what is drawn while no contracted node draws anything: before the contract, or with all of them off. */
export const OTHER = { bucket: 'X.other', label: 'While no contracted node draws' } as const

export interface BucketEnergyRow extends Uncertain {
  readonly bucket: string
  readonly label: string
  /** IT energy and all energy of the site, W·ms of replication 0, decimal strings that sum to the run exactly. */
  readonly itWms: string
  readonly siteWms: string
  /** Means over replications. */
  readonly itMWh: number
  readonly siteMWh: number
  readonly carbonT: number
}

/** Draw of an idle accelerator with its share of the rack, W: mean of the lots by accelerators. */
function idleW({ blocks }: Scenario): number {
  let watts = 0
  let accelerators = 0
  for (const { racks } of blocks) {
    for (const { count, idle, nodes, acceleratorsPerNode } of racks) {
      watts += count * idle
      accelerators += count * nodes * acceleratorsPerNode
    }
  }
  return accelerators === 0 ? 0 : watts / accelerators
}

/** IT energy of a window by bucket, kWh; the last cell is what no bucket drew. */
function windowItKWh(run: RunResult, window: number, itKWh: number, idleAcceleratorW: number, out: Float64Array): void {
  const { buckets, acceleratorMs } = run.ledger
  const base = window * buckets.length
  let idleMs = 0
  let busyMs = 0
  buckets.forEach(({ gate }, bucket) => {
    if (gate === 7) idleMs += acceleratorMs[base + bucket]
    else if (gate === 0 || gate > 7) busyMs += acceleratorMs[base + bucket]
  })
  const asked = (idleMs / HOUR_MS) * (idleAcceleratorW / 1000)
  const idleKWh = busyMs === 0 && idleMs > 0 ? itKWh : Math.min(itKWh, asked)
  buckets.forEach(({ gate }, bucket) => {
    const ms = acceleratorMs[base + bucket]
    out[bucket] = ms === 0 ? 0 : gate === 7 ? (idleKWh * ms) / idleMs : gate === 0 || gate > 7 ? ((itKWh - idleKWh) * ms) / busyMs : 0
  })
  out[buckets.length] = idleMs + busyMs === 0 ? itKWh : 0
}

interface Amounts {
  readonly it: Float64Array
  readonly site: Float64Array
  readonly carbonKg: Float64Array
}

/** Carbon of grid energy by month, kg, and that of fuel, spread over the energy made on site. */
function carbonOfWindows(run: RunResult): Float64Array {
  const { windowCount, windowMs } = run.ledger
  const [grid, made] = [seriesValues(run, 'grid'), seriesValues(run, 'generation')]
  const monthAt = Int32Array.from({ length: windowCount }, (_, window) => {
    const { year, month } = civilFromDays(run.startDay + Math.floor((window * windowMs) / DAY_MS))
    return run.metering.months.findIndex(read => read.year === year && read.month === month)
  })
  const gridOfMonth = new Float64Array(run.metering.months.length)
  monthAt.forEach((month, window) => {
    if (month >= 0) gridOfMonth[month] += grid[window]
  })
  const allMade = made.reduce((sum, kWh) => sum + kWh, 0)
  const fuelKg = fuelCarbonT(run) * 1000
  return Float64Array.from({ length: windowCount }, (_, window) => {
    const month = monthAt[window]
    const ofGrid = month < 0 || gridOfMonth[month] === 0 ? 0 : (run.metering.months[month].carbonKg * grid[window]) / gridOfMonth[month]
    return ofGrid + (allMade === 0 ? 0 : (fuelKg * made[window]) / allMade)
  })
}

/** Energies of a run by bucket and, last, of nothing contracted: kWh, kg; of several sites, their sums. */
function amountsOf(scenario: Scenario, run: RunResult): Amounts {
  return runsBySite(scenario, run).map(site => siteAmounts(site.scenario, site.run)).reduce((sums, more) => {
    for (const key of ['it', 'site', 'carbonKg'] as const) more[key].forEach((amount, row) => void (sums[key][row] += amount))
    return sums
  })
}

function siteAmounts(scenario: Scenario, run: RunResult): Amounts {
  const rows = run.ledger.buckets.length + 1
  const sums: Amounts = { it: new Float64Array(rows), site: new Float64Array(rows), carbonKg: new Float64Array(rows) }
  const [it, grid, made, stored] = ['it', 'grid', 'generation', 'storageOut'].map(id => seriesValues(run, id))
  const carbon = carbonOfWindows(run)
  const part = new Float64Array(rows)
  const idleAcceleratorW = idleW(scenario)
  for (let window = 0; window < run.ledger.windowCount; window++) {
    windowItKWh(run, window, it[window], idleAcceleratorW, part)
    const siteKWh = grid[window] + made[window] - stored[window]
    for (let row = 0; row < rows; row++) {
      const share = it[window] > 0 ? part[row] / it[window] : Number(row === rows - 1)
      sums.it[row] += part[row]
      sums.site[row] += siteKWh * share
      sums.carbonKg[row] += carbon[window] * share
    }
  }
  return sums
}

/** Splits an exact amount by weights; what rounding leaves goes to the heaviest. */
function splitExact(total: bigint, weights: Float64Array): bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const parts = Array.from(weights, weight => (sum === 0 ? 0n : (total * BigInt(Math.round((weight / sum) * 1e12))) / 1_000_000_000_000n))
  const heaviest = weights.indexOf(weights.reduce((most, weight) => Math.max(most, weight), 0))
  parts[heaviest] += total - parts.reduce((all, part) => all + part, 0n)
  return parts
}

/** Rows of the buckets that drew anything. */
export function bucketEnergyRows(scenario: Scenario, runs: readonly RunResult[]): BucketEnergyRow[] {
  const each = runs.map(run => {
    const amounts = amountsOf(scenario, run)
    const { energy, onSite } = run
    return {
      it: splitExact(BigInt(energy.itWms), amounts.it),
      site: splitExact(BigInt(energy.gridWms) + BigInt(energy.generationWms) - BigInt(onSite.storageOutWms), amounts.site),
      carbonKg: amounts.carbonKg,
    }
  })
  const labels = [...runs[0].ledger.buckets.map(({ code, label }) => ({ bucket: code, label })), OTHER]
  return labels.map(({ bucket, label }, row) => ({
    bucket, label,
    itWms: each[0].it[row].toString(),
    siteWms: each[0].site[row].toString(),
    itMWh: average(each.map(({ it }) => Number(it[row]) / WMS_PER_MWH)),
    siteMWh: average(each.map(({ site }) => Number(site[row]) / WMS_PER_MWH)),
    carbonT: average(each.map(({ carbonKg }) => carbonKg[row] / 1000)),
  })).filter(({ itMWh, siteMWh }) => itMWh !== 0 || siteMWh !== 0)
}
