/**
 * Runs: the nodes of a job by rack, as lists in one arena. Large jobs hold whole racks, so most of what happens to a job costs a step per
 * rack and not one per node. The nodes themselves are those of the rack that name the job, or all of a rack that does.
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

/** Adds `nodes` nodes of a rack to the runs of a job: to the last run if that is of the rack, else as a new first one. */
function addNodes(c: Cluster, job: number, rack: number, nodes: number): void {
  const { col } = c.runs
  const { firstRun } = c.jobs.col
  const last = firstRun[job]
  if (last !== NONE && col.rack[last] === rack) {
    col.nodes[last] += nodes
    return
  }
  const run = takeRun(c)
  const { rack: rackOf, nodes: nodesOf, next } = c.runs.col
  rackOf[run] = rack
  nodesOf[run] = nodes
  next[run] = last
  firstRun[job] = run
}

/** Makes room for so many runs more: columns that are read after that stay the same arrays while no more are added. */
export function reserveRuns({ runs }: Cluster, count: number): void {
  if (runs.length + count > runs.capacity) growTable(runs, runs.length + count)
}

/** Adds one node of a rack to the runs of a job, wherever among them the rack is. */
export function addToRun(c: Cluster, job: number, rack: number): void {
  const { rack: rackOf, nodes, next } = c.runs.col
  for (let run = c.jobs.col.firstRun[job]; run !== NONE; run = next[run]) {
    if (rackOf[run] !== rack) continue
    nodes[run] += 1
    return
  }
  addNodes(c, job, rack, 1)
}

/** Takes one node of a rack out of the runs of a job; a run without nodes goes back to the arena. */
export function takeFromRun(c: Cluster, job: number, rack: number): void {
  const { rack: rackOf, nodes, next } = c.runs.col
  const { firstRun } = c.jobs.col
  let before: number = NONE
  let run = firstRun[job]
  while (run !== NONE && rackOf[run] !== rack) {
    before = run
    run = next[run]
  }
  nodes[run] -= 1
  if (nodes[run] > 0) return
  if (before === NONE) firstRun[job] = next[run]
  else next[before] = next[run]
  next[run] = c.counts.freeRun
  c.counts.freeRun = run
}
