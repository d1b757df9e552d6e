/** The electrical and cooling equipment of the site as CSV, a row a machine. */
import type { RunResult } from '../../results/run-result.ts'
import { writeCsv } from '../csv.ts'

/** Transformers are rated by apparent power. */
const unitOf = (kind: string): string => (kind.endsWith('transformer') ? 'VA' : 'W')

export function equipmentCsv(run: RunResult): string {
  const columns = ['id', 'kind', 'block', 'model', 'rating', 'unit of rating'].map(name => ({ name, unit: '' }))
  return writeCsv(columns, run.equipment.map(({ id, kind, block, model, rating }) => [id, kind, block < 0 ? null : block, model, rating, unitOf(kind)]))
}
