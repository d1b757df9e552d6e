/** A recorded trace of jobs: where it is, what its columns mean, how its jobs are replayed. */
import type { z } from 'zod'
import { choice, flag, optional, optionalSection, quantity, ratio, text } from './fields.ts'

export const TRACE_POLICIES = ['skip', 'clip', 'fail'] as const
export type TracePolicy = (typeof TRACE_POLICIES)[number]

const ENGINEERING = 'engineering default'
const TIME_UNITS = ['ms', 's', 'min', 'h'] as const
const column = (help: string) => optional(text({ help: `Name of the column ${help}` }))

const columnsSection = optionalSection(
  {
    submit: text({ help: 'Name of the column of submissions: a date with time, or a number.' }),
    run: column('of run times; without it, from start to end.'),
    start: column('of begins of runs.'),
    end: column('of ends of runs.'),
    accelerators: text({ help: 'Name of the column of accelerators.' }),
    requested: column('of requested times.'),
    user: column('of users.'),
    id: column('of the numbers or names of jobs, which `dependsOn` refers to.'),
    dependsOn: column('of the jobs that must be over before: their names, separated by spaces, semicolons or bars.'),
    state: column('of final states: completed, failed, cancelled, timeout or node fail, in any common spelling.'),
    unit: choice(TIME_UNITS, { help: 'Unit of times that are plain numbers.', default: 's', source: 'most published traces', confidence: 'medium' }),
  },
  { help: 'What the columns of a CSV or Parquet file are; not needed for formats that say so themselves.' },
)
export type TraceColumns = NonNullable<z.output<typeof columnsSection>>

/** How the lines of any recorded table are read. */
export const readingFields = {
  onBadLine: choice(TRACE_POLICIES, { help: 'What becomes of lines that cannot be right: left out, repaired where that is possible, or the file is refused. All are counted and told.', default: 'skip', source: 'published traces have some', confidence: 'high' }),
}

/** What a replay keeps of a trace: the times of submission, or the pauses of its users. */
export const REPLAYS = ['submit', 'feedback'] as const

export const traceFields = {
  replay: choice(REPLAYS, {
    help: 'submit: jobs come when they did, whatever the queue. feedback: a job that followed another one of its user comes as long after the end of that as it did; which one is stated by the trace (fields 17 and 18 of SWF, or `dependsOn`) or is the last that had ended.',
    default: 'submit', source: 'usual practice', confidence: 'high',
  }),
  session: quantity('ms', { help: 'Longer pauses than this are no thinking: the job comes at its recorded time. For pauses that the trace does not state, with feedback.', min: '1 s', max: '1 year', default: '20 min', source: ENGINEERING, confidence: 'low' }),
  columns: columnsSection,
  ...readingFields,
  stripNodeFailures: flag({ help: 'Leaves out attempts that a failure of a node of the recorded machine ended, and of jobs that were tried again all but the last attempt where the trace has them: this site has failures of its own.', default: false, source: 'as recorded', confidence: 'high' }),
  after: quantity('ms', { help: 'From the begin of the horizon to the begin of the trace.', max: '30 years', default: '0 days', source: 'at once', confidence: 'high' }),
  peakRatio: ratio({ help: 'Peak rate of an accelerator of this site over one of the recorded machine.', min: 0.001, max: 1000, default: 1, source: 'the same machine', confidence: 'medium' }),
  speedExponent: ratio({ help: 'Runs are divided by the peak ratio to this power: 1 for language models, 0 where nothing is known.', min: 0, max: 1, default: 0, source: 'engineering default', confidence: 'low' }),
}

/** What importers of job traces need to know. */
export interface TraceRules {
  readonly replay?: (typeof REPLAYS)[number]
  readonly session?: number
  readonly onBadLine: TracePolicy
  readonly stripNodeFailures: boolean
  readonly columns?: TraceColumns | undefined
}
