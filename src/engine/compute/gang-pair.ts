/** Both gangs of a job of two: they take their nodes together or not at all, draw by how busy the slower keeps them, and leave together. */
import { nodesOf, pickAgain } from './node-moves.ts'
import { releaseNodes, takeNodes } from './nodes.ts'
import { canPlaceJob } from './place.ts'
import { redraw, trainingShare } from './power-draw.ts'
import { resetFactors } from './rates.ts'
import { samplerRow, type Sampling } from './samplers.ts'
import { openRow } from './spares.ts'
import { type Cluster, freeJobRow, JOB_KIND, NONE } from './tables.ts'

/** Opens the row of those that generate for a job. */
function openSamplers(c: Cluster, job: number, { demand, section }: Sampling): number {
  const row = openRow(c, job)
  const { col } = c.jobs
  col.kind[row] = JOB_KIND.sampler
  col.loadClass[row] = col.loadClass[job]
  col.entry[row] = demand
  col.tenant[row] = col.tenant[job]
  col.nodes[row] = col.spareNodes[job]
  col.commFraction[row] = section.weights
  col.spareRow[job] = row
  return row
}

function closeSamplers(c: Cluster, job: number): void {
  const { spareRow } = c.jobs.col
  freeJobRow(c, spareRow[job])
  spareRow[job] = NONE
}

/** Whether both gangs lie in one block. */
function isInOneBlock(c: Cluster, job: number, row: number): boolean {
  const { block } = c.world.nodes
  const nodes = [...nodesOf(c, job), ...nodesOf(c, row)]
  return nodes.every(node => block[node] === block[nodes[0]])
}

/** Gives both gangs of a job their nodes, on which they draw `drawShare`, if all can be had now. */
export function takePair(c: Cluster, job: number, sampling: Sampling, drawShare: number): boolean {
  if (!canPlaceJob(c, job)) return false
  const row = openSamplers(c, job, sampling)
  const { entry, nodes, spareNodes } = c.jobs.col
  const work = nodes[job] - spareNodes[job]
  // Who has less to choose from chooses first.
  const roomFor = (demand: number): number => c.eligibility?.nodes(demand) ?? Infinity
  const takesSamplers = (): boolean => takeNodes(c, row, drawShare)
  const takesWorkers = (): boolean => takeNodes(c, job, drawShare, work)
  const samplersFirst = roomFor(sampling.demand) < roomFor(entry[job])
  const isPlaced = samplersFirst ? takesSamplers() && takesWorkers() : takesWorkers() && takesSamplers()
  if (isPlaced && (c.counts.blocksApart === 0 || isInOneBlock(c, job, row))) return true
  for (const each of [row, job]) if (c.jobs.col.held[each] > 0) releaseNodes(c, each)
  closeSamplers(c, job)
  return false
}

/** Nothing slows either gang down yet but its blocks. */
export function resetPair(c: Cluster, job: number, { section: { size, effort } }: Sampling): void {
  const row = samplerRow(c, job)
  const { col } = c.jobs
  const { type } = c.racks.col
  const { rack, next } = c.runs.col
  let least = Infinity
  for (let run = col.firstRun[row]; run !== NONE; run = next[run]) least = Math.min(least, c.samplers?.speeds[type[rack[run]]] ?? 1)
  col.speed[row] = (least * size) / (effort ?? size)
  resetFactors(c, row)
}

/** The network between those that train, and the way of new weights from them to those that generate. */
export function attachPair(c: Cluster, job: number, workers: number): void {
  const row = samplerRow(c, job)
  const { col } = c.jobs
  const train = nodesOf(c, job)
  pickAgain(c, train)
  col.commFraction[job] = c.fabric().attach(job, c.picked, workers, col.commFraction[job], col.source[job])
  pickAgain(c, [...train, ...nodesOf(c, row)].sort((a, b) => a - b))
  c.fabric().attach(row, c.picked, col.nodes[job], col.commFraction[row], -1)
}

/** Both gangs draw what they do while nothing slows them down, and what starting nodes do while one waits for the other or for its checkpoint. */
export function drawPair(c: Cluster, job: number): void {
  const row = samplerRow(c, job)
  const { speed, scale, intervalMs, blockingMs, commFraction } = c.jobs.col
  const { phases } = c.params
  const [train, generate] = [speed[job] * scale[job], speed[row]]
  const pace = Math.min(train, generate)
  const writing = intervalMs[job] > 0 ? blockingMs[job] / (blockingMs[job] + intervalMs[job] / pace) : 0
  const atPace = (share: number, own: number): number => (share * pace) / own + phases.starting * (1 - pace / own)
  const weights = commFraction[row]
  redraw(c, job, atPace(trainingShare(phases, commFraction[job], 0), train) * (1 - writing) + phases.checkpoint * writing)
  redraw(c, row, atPace(phases.decode * (1 - weights) + phases.communication * weights, generate) * (1 - writing) + phases.starting * writing)
}

/** Those that generate for a job leave with it; the accounts know already. */
export function releasePair(c: Cluster, job: number, row: number): void {
  c.fabric().detach(row)
  releaseNodes(c, row)
  closeSamplers(c, job)
}
