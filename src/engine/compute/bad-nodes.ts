/**
 * Nodes that harm the jobs on them while nobody knows: slow ones hold all of a synchronous job back, corrupt ones spoil its results. They
 * are few, so they stand in a list; without any, a job that starts looks at nothing.
 */
import { appendRow } from '../../base/table.ts'
import { mark } from './corruption.ts'
import { jobAt } from './nodes.ts'
import { closeSegment } from './progress.ts'
import { jobOfRow, samplerRow } from './samplers.ts'
import { eachShare } from './shared-nodes.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'

/** Whether a job is on a node, alone or with others. */
function isOn(c: Cluster, job: number, node: number): boolean {
  const { holder, firstRun } = c.jobs.col
  return jobAt(c, node) === (holder[job] === NONE || firstRun[job] !== NONE ? job : holder[job])
}

/** Jobs and replicas on a node; few ask. */
export function jobsOn(c: Cluster, node: number): readonly number[] {
  const job = jobAt(c, node)
  if (job === NONE) return []
  if (c.jobs.col.kind[job] !== JOB_KIND.holder) return [job]
  const jobs: number[] = []
  eachShare(c, job, each => void jobs.push(each))
  return jobs
}

/** Speed of the slowest node of a job, in (0, 1]. */
export function worstSpeed(c: Cluster, job: number): number {
  const { badNodes } = c
  let worst = 1
  for (let row = 0; row < badNodes.length; row++) if (badNodes.col.speed[row] < worst && isOn(c, job, badNodes.col.node[row])) worst = badNodes.col.speed[row]
  return worst
}

/** A batch job has started: nodes whose results are wrong spoil it from its first step. */
export function noteStart(c: Cluster, job: number): void {
  const { col, length } = c.badNodes
  const samplers = samplerRow(c, job)
  for (let row = 0; row < length; row++) if (col.isCorrupt[row] === 1 && (isOn(c, job, col.node[row]) || (samplers !== NONE && isOn(c, samplers, col.node[row])))) spoil(c, row, job)
}

function spoil(c: Cluster, row: number, job: number): void {
  c.badNodes.col.uid[row] = c.jobs.col.uid[job]
  if (c.jobs.col.state[job] === JOB_STATE.running) closeSegment(c, job)
  mark(c, job)
}

function add(c: Cluster, node: number, speed: number, isCorrupt: number): number {
  const row = appendRow(c.badNodes)
  const { col } = c.badNodes
  col.node[row] = node
  col.speed[row] = speed
  col.isCorrupt[row] = isCorrupt
  col.uid[row] = 0
  return row
}

function rowOf(c: Cluster, node: number, isCorrupt: number): number {
  const { col, length } = c.badNodes
  for (let row = 0; row < length; row++) if (col.node[row] === node && col.isCorrupt[row] === isCorrupt) return row
  return -1
}

function remove(c: Cluster, row: number): void {
  const { badNodes } = c
  const { node, speed, isCorrupt, uid } = badNodes.col
  const last = badNodes.length - 1
  node[row] = node[last]
  speed[row] = speed[last]
  isCorrupt[row] = isCorrupt[last]
  uid[row] = uid[last]
  badNodes.length = last
}

/** The speed of a node from now on; 1 is that of the others. */
export function setSpeed(c: Cluster, node: number, speed: number): void {
  const row = rowOf(c, node, 0)
  if (row >= 0) remove(c, row)
  if (speed < 1) add(c, node, speed, 0)
}

/** Results of a node are wrong from now on. */
export function beginCorruption(c: Cluster, node: number): void {
  const row = add(c, node, 1, 1)
  for (const on of jobsOn(c, node)) {
    const job = jobOfRow(c, on)
    if (c.jobs.col.kind[job] === JOB_KIND.batch) spoil(c, row, job)
  }
}

/** The corruption of a node is found: number of the job that it spoilt last, 0 for none. */
export function endCorruption(c: Cluster, node: number): number {
  const row = rowOf(c, node, 1)
  if (row < 0) return 0
  const uid = c.badNodes.col.uid[row]
  remove(c, row)
  return uid
}
