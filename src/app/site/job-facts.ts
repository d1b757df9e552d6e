/** What a run has written down about one job. */
import { HOUR_MS } from '../../base/spans.ts'
import type { JobLog } from '../../results/job-log.ts'
import { JOB_OUTCOMES } from '../../results/job-log.ts'
import { samplingOf } from '../../scenario/gang-sizes.ts'
import { formatDay, formatDuration, formatNumber, formatQuantity } from '../format.ts'
import { momentWords } from '../state/time-map.ts'
import type { Fact } from './describe.ts'
import type { SiteNow } from './site-now.ts'

/** Row of a job in the log, whose numbers ascend; −1 for a job that is not written down. */
export function rowOfJob({ job }: Pick<JobLog, 'job'>, number: number): number {
  let [low, high] = [0, job.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (job[middle] === number) return middle
    if (job[middle] < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}

type Site = Pick<SiteNow, 'run' | 'scenario'>

interface KnownJob {
  readonly log: JobLog
  readonly row: number
}

export function knownJob({ run }: Pick<Site, 'run'>, number: number): KnownJob | undefined {
  const log = run?.jobLog
  const row = log === undefined ? -1 : rowOfJob(log, number)
  return log === undefined || row < 0 ? undefined : { log, row }
}

/** `training 12, 256 accelerators, waited 3 h, ran 2 days`. */
export function jobWords(site: Site, number: number): string {
  const known = knownJob(site, number)
  if (known === undefined) return `Job ${formatNumber(number)}`
  const { log, row } = known
  const waited = log.startMs[row] < 0 ? '' : log.startMs[row] - log.submitMs[row] < 60_000 ? ', started at once' : `, waited ${formatDuration(log.startMs[row] - log.submitMs[row])}`
  const ran = log.startMs[row] >= 0 && log.endMs[row] >= 0 ? `, over after ${formatDuration(log.endMs[row] - log.startMs[row])}` : ''
  return `${log.entries[log.entry[row]]} ${formatNumber(log.ordinal[row])}, ${formatQuantity(log.accelerators[row], 'accelerators')}${waited}${ran}`
}

/** `48`, or `48, 32 of them generate samples for the others`. */
function acceleratorWords({ scenario }: Site, { log, row }: KnownJob): string {
  const entry = scenario.workload.find(({ id }) => id === log.entries[log.entry[row]])
  const samplers = entry !== undefined && 'samplers' in entry ? entry.samplers : undefined
  const all = formatNumber(log.accelerators[row])
  return samplers === undefined ? all : `${all}, ${formatNumber(samplingOf(log.accelerators[row], samplers))} of them generate samples for the others`
}

export function jobFacts(site: Site, number: number): Fact[] {
  const known = knownJob(site, number)
  if (known === undefined) return []
  const { log, row } = known
  const moment = (ms: number): string => (ms < 0 ? 'not yet' : momentWords(site.scenario.horizon.start, ms, formatDay, true).replace(/:\d\d$/u, ''))
  const until = log.startMs[row] >= 0 ? log.startMs[row] : log.endMs[row]
  return [
    { label: 'Accelerators', value: acceleratorWords(site, known) },
    { label: 'Submitted', value: moment(log.submitMs[row]) },
    { label: 'Waited', value: until < 0 ? 'still waits' : until - log.submitMs[row] < HOUR_MS / 60 ? 'not at all' : formatDuration(until - log.submitMs[row]) },
    { label: 'First start', value: moment(log.startMs[row]) },
    { label: 'End', value: moment(log.endMs[row]) },
    { label: 'Outcome', value: JOB_OUTCOMES[log.outcome[row]].label },
    { label: 'Interrupted', value: `${formatNumber(log.interruptions[row])} times` },
  ]
}

/** Where the file writes the entry of a job. */
export function jobPath(site: Site, number: number): string {
  const known = knownJob(site, number)
  const id = known === undefined ? undefined : known.log.entries[known.log.entry[known.row]]
  const index = site.scenario.workload.findIndex(entry => entry.id === id)
  return index < 0 ? 'workload' : `workload[${index}]`
}
