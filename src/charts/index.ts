/** All charts. One line a chart. */
import { binding } from './binding.ts'
import { capacityByDate } from './capacity-by-date.ts'
import { comparison } from './comparison.ts'
import { ledgerWaterfall } from './ledger-waterfall.ts'
import { power } from './power.ts'
import { slipResponse } from './slip-response.ts'
import { utilisation } from './utilisation.ts'
import { wattsPerAccelerator } from './watts-per-accelerator.ts'

export const charts = { ledgerWaterfall, capacityByDate, utilisation, slipResponse, power, binding, comparison, wattsPerAccelerator } as const
