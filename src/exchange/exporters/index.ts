import type { RunResult } from '../../results/run-result.ts'
import type { Table } from '../table.ts'
import { booksTable } from './books-table.ts'
import { capacityTable } from './capacity-table.ts'
import { equipmentTable } from './equipment-table.ts'
import { ledgerTable } from './ledger-table.ts'
import { demandTable, meterTable } from './meter-table.ts'
import { seriesTable } from './series-table.ts'
import { servicesTable } from './services-table.ts'
import { tenantsTable } from './tenants-table.ts'

/** A table of a finished run; the formats are written from it. */
export interface Exporter {
  /** Name of its file without the ending. */
  readonly id: string
  readonly label: string
  /** What a row is, and how columns that depend on the scenario come about. */
  readonly help: string
  readonly table: (run: RunResult) => Table
}

export const exporters: readonly Exporter[] = [
  { id: 'ledger', label: 'Ledger by window', help: 'A row per window and bucket that is not empty: exact accelerator-ms that sum to the contract of the window.', table: ledgerTable },
  { id: 'books', label: 'Ledger by tenant and generation', help: 'A row per month, generation, tenant and bucket that is not empty; without rows where the file has one tenant and one generation.', table: booksTable },
  { id: 'series', label: 'Series by window', help: 'A row per window, a column per series of the run.', table: seriesTable },
  { id: 'meter', label: 'Meter by month', help: 'A row per month; energy has a column per price period of the tariff.', table: meterTable },
  { id: 'demand', label: 'Demand by quarter-hour', help: 'A row per metering interval, in local standard time.', table: demandTable },
  { id: 'equipment', label: 'Equipment', help: 'A row per machine or line of the site; transformers are rated in VA, everything else in W.', table: equipmentTable },
  { id: 'capacity', label: 'Capacity by block', help: 'A row per block at the end of the run: the ladder from design to use, and what is stranded.', table: capacityTable },
  { id: 'services', label: 'Services by window', help: 'A row per inference service and window.', table: servicesTable },
  { id: 'tenants', label: 'Tenants by window', help: 'A row per window and tenant that held, waited or was promised something.', table: tenantsTable },
]
