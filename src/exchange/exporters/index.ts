import type { RunResult } from '../../results/run-result.ts'
import { booksCsv } from './books-csv.ts'
import { capacityCsv } from './capacity-csv.ts'
import { equipmentCsv } from './equipment-csv.ts'
import { ledgerCsv } from './ledger-csv.ts'
import { demandCsv, meterCsv } from './meter-csv.ts'
import { seriesCsv } from './series-csv.ts'
import { servicesCsv } from './services-csv.ts'
import { tenantsCsv } from './tenants-csv.ts'

/** A table of a finished run in an exchange format. */
export interface Exporter {
  readonly id: string
  readonly label: string
  /** Name of the file that a run writes. */
  readonly fileName: string
  readonly write: (run: RunResult) => string
}

export const exporters: readonly Exporter[] = [
  { id: 'ledger-csv', label: 'Ledger by window', fileName: 'ledger.csv', write: ledgerCsv },
  { id: 'books-csv', label: 'Ledger by tenant and generation', fileName: 'books.csv', write: booksCsv },
  { id: 'series-csv', label: 'Series by window', fileName: 'series.csv', write: seriesCsv },
  { id: 'meter-csv', label: 'Meter by month', fileName: 'meter.csv', write: meterCsv },
  { id: 'demand-csv', label: 'Demand by quarter-hour', fileName: 'demand.csv', write: demandCsv },
  { id: 'equipment-csv', label: 'Equipment', fileName: 'equipment.csv', write: equipmentCsv },
  { id: 'capacity-csv', label: 'Capacity by block', fileName: 'capacity.csv', write: capacityCsv },
  { id: 'services-csv', label: 'Services by window', fileName: 'services.csv', write: servicesCsv },
  { id: 'tenants-csv', label: 'Tenants by window', fileName: 'tenants.csv', write: tenantsCsv },
]
