/** The electrical and cooling equipment of the site as CSV, a row a machine. */
import type { RunResult } from '../../results/run-result.ts'
import { writeCsv } from '../csv.ts'

export function equipmentCsv(run: RunResult): string {
  const columns = [{ name: 'id', unit: '' }, { name: 'kind', unit: '' }, { name: 'block', unit: '' }, { name: 'model', unit: '' }, { name: 'rating', unit: 'W, VA for transformers' }]
  return writeCsv(columns, run.equipment.map(({ id, kind, block, model, rating }) => [id, kind, block < 0 ? null : block, model, rating]))
}
