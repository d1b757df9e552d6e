/** The electrical and cooling equipment of the site as a table, a row a machine. */
import type { RunResult } from '../../results/run-result.ts'
import { column, type Table } from '../table.ts'

/** Transformers are rated by apparent power. */
const unitOf = (kind: string): string => (kind.endsWith('transformer') ? 'VA' : 'W')

export function equipmentTable(run: RunResult): Table {
  const columns = [column('id'), column('kind'), column('block', '', 'integer'), column('model'), column('rating', '', 'number'), column('unit of rating')]
  return { columns, rows: run.equipment.map(({ id, kind, block, model, rating }) => [id, kind, block < 0 ? null : block, model, rating, unitOf(kind)]) }
}
