/** All charts. One line a chart. */
import { costByLevel, profitByYear, serviceRequests, tenantHours } from './account-bars.ts'
import { binding } from './binding.ts'
import { biography } from './biography.ts'
import { capacityByDate } from './capacity-by-date.ts'
import { comparison } from './comparison.ts'
import { coolingHours } from './cooling-hours.ts'
import { ledgerWaterfall } from './ledger-waterfall.ts'
import { modelRuns } from './model-runs.ts'
import { pueByBlock, pueByLoad, pueByYear } from './overhead.ts'
import { power } from './power.ts'
import { serving } from './serving.ts'
import { slipResponse } from './slip-response.ts'
import { utilisation } from './utilisation.ts'
import { wattsPerAccelerator } from './watts-per-accelerator.ts'
import { pueByWeek, waterByWeek } from './weekly.ts'

export const charts = { serving, ledgerWaterfall, capacityByDate, utilisation, slipResponse, power, binding, comparison, wattsPerAccelerator, pueByYear, pueByLoad, pueByBlock, coolingHours, pueByWeek, waterByWeek, biography, modelRuns, costByLevel, profitByYear, tenantHours, serviceRequests } as const
