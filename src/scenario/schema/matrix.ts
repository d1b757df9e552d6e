/** Axes of a sweep. */
import { readLevels } from '../matrix.ts'
import { leaf } from './field-meta.ts'
import { list, section, text } from './fields.ts'

const axis = section(
  {
    path: text({ help: 'Path of the value that is varied, as in `--set`; `option` varies the option.' }),
    levels: leaf({ kind: 'any', help: 'Values that it takes: a list, or a range of numbers of one unit, which a grid cuts into steps.', examples: [[4, 8, 12], { from: '100 MW', to: '200 MW', steps: 5 }] }, readLevels),
  },
  { help: 'A value that a sweep varies.' },
)

export const matrixSection = list(axis, { help: 'What `sweep` varies: each combination is a point. A run of the file itself leaves it alone.', max: 20, default: [], source: 'none', confidence: 'high' })
