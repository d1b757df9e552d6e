/**
 * Work rates. A job's rate is the product of its factors; a power cap or thermal throttle counts with its worst block, because the nodes of
 * a job advance together. Before a factor changes, the time under the old one is booked.
 */
import { CLOCK_FREE_SHARE } from '../../scenario/rack-power.ts'
import { LOAD_CLASS, LOAD_CLASS_COUNT, type World } from '../ports.ts'
import { worstSpeed } from './bad-nodes.ts'
import { jobAt } from './nodes.ts'
import { rateOfNodeCap, stepDown } from './power-draw.ts'
import { closeSegment, finishMs } from './progress.ts'
import { jobOfRow, ownRate, samplerRow } from './samplers.ts'
import { eachShare } from './shared-nodes.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'

export interface RateHooks {
  /** Told before the rate of a serving replica changes, so that its service is booked up to now. */
  beforeReplica(job: number): void
  /** Told when it has changed. */
  afterReplica(job: number): void
}

/** A job that starts: nothing slows it yet but its blocks. */
export function resetFactors(c: Cluster, job: number): void {
  const columns = c.jobs.col
  columns.stragglerFactor[job] = worstSpeed(c, job)
  columns.faultFactor[job] = 1
  columns.contentionFactor[job] = 1
  columns.placementFactor[job] = 1
  columns.storageFactor[job] = 1
  if (columns.kind[job] === JOB_KIND.replica) columns.speed[job] = 1
  columns.powerFactor[job] = worstPower(c, job)
  columns.thermalFactor[job] = worstThermal(c, job)
  if (c.speeds !== undefined && columns.kind[job] === JOB_KIND.batch) matchGeneration(c, c.speeds, job)
  updateRate(c, job)
}

/** Speed of each rack type against that of the first lot, by peak rate; undefined where all are alike. */
export function generationSpeeds({ lots, rackTypes }: World): Float64Array | undefined {
  if (lots.count === 0 || rackTypes.length === 0) return undefined
  const reference = rackTypes[lots.type[0]].peakFlops
  const speeds = Float64Array.from(rackTypes, ({ peakFlops }) => peakFlops / reference)
  return speeds.every(speed => speed === 1) ? undefined : speeds
}

/** Work is measured on the first lot's accelerators: a job runs as fast as the slowest generation under it, and saves as often by the clock. */
function matchGeneration(c: Cluster, speeds: Float64Array, job: number): void {
  const { speed, intervalMs, firstRun } = c.jobs.col
  const { rack, next } = c.runs.col
  const { type } = c.racks.col
  let least = Infinity
  for (let run = firstRun[holderOf(c, job)]; run !== NONE; run = next[run]) least = Math.min(least, speeds[type[rack[run]]])
  if (intervalMs[job] > 0) intervalMs[job] = Math.max(1, Math.round((intervalMs[job] * least) / speed[job]))
  speed[job] = least
}

/** The gangs of a job of two go on in step: at the rate of the slower. */
function coupleRates(c: Cluster, row: number): void {
  const { rate } = c.jobs.col
  const job = jobOfRow(c, row)
  const samplers = samplerRow(c, job)
  if (samplers === NONE) return
  rate[samplers] = ownRate(c, samplers)
  rate[job] = Math.min(ownRate(c, job), rate[samplers])
}

function updateRate(c: Cluster, job: number): void {
  const { stragglerFactor, powerFactor, thermalFactor, faultFactor, contentionFactor, placementFactor, storageFactor, speed, scale, rate } = c.jobs.col
  rate[job] =
    speed[job] * scale[job] * stragglerFactor[job] * powerFactor[job] * thermalFactor[job] * faultFactor[job] * contentionFactor[job] * placementFactor[job] * storageFactor[job]
  if (c.samplers !== undefined) coupleRates(c, job)
}

/** What the datastore leaves of the rate of a job that is about to run. */
export function setStorageFactor(c: Cluster, job: number, value: number): void {
  c.jobs.col.storageFactor[job] = value
  updateRate(c, job)
}

/** Sets one factor, in (0, 1], in its column of the job table; a running job is booked up to now and its end moves. */
export function setFactor(c: Cluster, hooks: RateHooks, row: number, factor: Float64Array, value: number): void {
  const { col } = c.jobs
  if (factor[row] === value) return
  const job = jobOfRow(c, row)
  const running = col.state[job] === JOB_STATE.running
  const replica = col.kind[job] === JOB_KIND.replica
  if (running && replica) hooks.beforeReplica(job)
  if (running && !replica) closeSegment(c, job)
  factor[row] = value
  updateRate(c, row)
  if (running && replica) hooks.afterReplica(job)
  if (running && !replica) scheduleEnd(c, job)
}

/** Schedules or moves the end of a running job whose segment starts now. */
export function scheduleEnd(c: Cluster, job: number): void {
  const { timer } = c.jobs.col
  const atMs = finishMs(c, job)
  if (c.kernel.timeOf(timer[job]) < 0) timer[job] = c.kernel.schedule(c.commands.end, job, atMs)
  else c.kernel.reschedule(timer[job], atMs)
}

/** How many caps and thermal factors hold something back; mostly none does, and then the racks of a job need no look. A cache, so it is no state. */
export interface Bounds {
  caps: number
  heat: number
}

const countBound = (column: Float64Array): number => column.reduce((sum, value) => sum + Number(value !== 1), 0)

/** Counts anew, at the start and after a restore. */
export function countBounds({ bounds, caps, blocks }: Pick<Cluster, 'bounds' | 'caps' | 'blocks'>): void {
  bounds.caps = countBound(caps.col.cap)
  bounds.heat = countBound(blocks.col.thermalFactor)
}

/** The row that holds the nodes of a job: its own, or that of the node it shares. */
const holderOf = ({ jobs: { col } }: Cluster, job: number): number => (col.holder[job] === NONE || col.firstRun[job] !== NONE ? job : col.holder[job])

function worstThermal(c: Cluster, job: number): number {
  const { thermalFactor } = c.blocks.col
  if (c.bounds.heat === 0) return 1
  const { rack, next } = c.runs.col
  let worst = 1
  for (let run = c.jobs.col.firstRun[holderOf(c, job)]; run !== NONE; run = next[run]) worst = Math.min(worst, thermalFactor[c.world.racks.block[rack[run]]])
  return worst
}

function worstPower(c: Cluster, job: number): number {
  if (c.bounds.caps === 0) return 1
  const { racks, rackTypes } = c.world
  const { rack: rackOf, next } = c.runs.col
  const loadClass = c.jobs.col.loadClass[job]
  const clockFree = loadClass === LOAD_CLASS.inference || c.jobs.col.kind[job] === JOB_KIND.sampler ? CLOCK_FREE_SHARE.inference : CLOCK_FREE_SHARE.training
  let worst = 1
  for (let run = c.jobs.col.firstRun[holderOf(c, job)]; run !== NONE; run = next[run]) {
    const rack = rackOf[run]
    const cap = c.caps.col.cap[racks.block[rack] * LOAD_CLASS_COUNT + loadClass]
    if (cap < 1) worst = Math.min(worst, rateOfNodeCap(rackTypes[c.racks.col.type[rack]], cap, clockFree))
  }
  return worst
}

/** Calls `visit` once for every job with nodes in a block, in order of its first node there. */
function forJobsOf(c: Cluster, block: number, visit: (job: number) => void): void {
  const { nodeBegin } = c.world.blocks
  const seen = new Set<number>()
  let last: number = NONE
  for (let node = nodeBegin[block]; node < nodeBegin[block + 1]; node++) {
    const job = jobAt(c, node)
    if (job === NONE || job === last) continue
    last = job
    if (seen.has(job)) continue
    seen.add(job)
    if (c.jobs.col.kind[job] === JOB_KIND.holder) eachShare(c, job, visit)
    else visit(job)
  }
}

/** A new cap for a load class of a block: granted ÷ requested watts, in (0, 1]. */
export function setPowerCap(c: Cluster, hooks: RateHooks, block: number, loadClass: number, cap: number): void {
  const at = block * LOAD_CLASS_COUNT + loadClass
  const stepped = stepDown(cap)
  if (c.caps.col.cap[at] === stepped) return
  c.bounds.caps += Number(stepped !== 1) - Number(c.caps.col.cap[at] !== 1)
  c.caps.col.cap[at] = stepped
  forJobsOf(c, block, job => {
    if (c.jobs.col.loadClass[job] === loadClass) setFactor(c, hooks, job, c.jobs.col.powerFactor, worstPower(c, job))
  })
}

/** A new thermal throttle factor of a block, in (0, 1]. */
export function setThermalFactor(c: Cluster, hooks: RateHooks, block: number, factor: number): void {
  if (c.blocks.col.thermalFactor[block] === factor) return
  c.bounds.heat += Number(factor !== 1) - Number(c.blocks.col.thermalFactor[block] !== 1)
  c.blocks.col.thermalFactor[block] = factor
  forJobsOf(c, block, job => setFactor(c, hooks, job, c.jobs.col.thermalFactor, worstThermal(c, job)))
}
