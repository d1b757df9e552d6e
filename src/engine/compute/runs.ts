/**
 * Runs: the nodes of a job by rack, as lists in one arena. Large jobs hold whole racks, so most of what happens to a job costs a step per
 * rack and not one per node. The nodes themselves are those of the rack that name the job.
 */
import { growTable } from '../../base/table.ts'
import { type Cluster, NONE } from './tables.ts'

function takeRun(c: Cluster): number {
  const { runs, counts } = c
  if (counts.freeRun !== NONE) {
    const run = counts.freeRun
    counts.freeRun = runs.col.next[run]
    return run
  }
  if (runs.length === runs.capacity) growTable(runs, runs.length + 1)
  runs.length += 1
  return runs.length - 1
}

/** Prepends `nodes` nodes of a rack to the runs of a job. */
export function addRun(c: Cluster, job: number, rack: number, nodes: number): void {
  const run = takeRun(c)
  const { col } = c.runs
  col.rack[run] = rack
  col.nodes[run] = nodes
  col.next[run] = c.jobs.col.firstRun[job]
  c.jobs.col.firstRun[job] = run
}

/** Gives all runs of a job back to the arena. */
export function dropRuns(c: Cluster, job: number): void {
  const { next } = c.runs.col
  let run = c.jobs.col.firstRun[job]
  while (run !== NONE) {
    const following = next[run]
    next[run] = c.counts.freeRun
    c.counts.freeRun = run
    run = following
  }
  c.jobs.col.firstRun[job] = NONE
}
