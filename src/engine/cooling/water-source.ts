/** The sources of water over time: outages and their ends, the day on which one begins to deliver, stages of drought, calendar years. */
import { PURPOSE, uniform } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import type { CoolingRun } from './cooling-run.ts'
import { balanceWater, setSpent } from './water-balance.ts'

const draw = (run: CoolingRun, index: number, purpose: number): number => uniform(run.waterPlan.sources[index].key, purpose, run.water.sources[index].outages)

function scheduleLoss(run: CoolingRun, index: number): void {
  const { outagesPerYear } = run.waterPlan.sources[index]
  if (outagesPerYear <= 0) return
  const atMs = run.ctx.kernel.now + roundMs(exponential(draw(run, index, PURPOSE.outage), YEAR_MS / outagesPerYear))
  if (atMs < run.ctx.world.horizonMs) run.ctx.kernel.schedule(run.commands.sourceLost, index, atMs)
}

function lost(run: CoolingRun, index: number): void {
  const { label, outageMs } = run.waterPlan.sources[index]
  run.water.sources[index].isUp = 0
  run.ctx.kernel.schedule(run.commands.sourceBack, index, run.ctx.kernel.now + roundMs(exponential(draw(run, index, PURPOSE.duration), outageMs)))
  run.ctx.emit({ kind: 'outageStarted', what: label, block: -1 })
  balanceWater(run)
}

function back(run: CoolingRun, index: number): void {
  const source = run.water.sources[index]
  source.isUp = 1
  source.outages += 1
  scheduleLoss(run, index)
  run.ctx.emit({ kind: 'outageEnded', what: run.waterPlan.sources[index].label, block: -1 })
  balanceWater(run)
}

function ready(run: CoolingRun, index: number): void {
  const { label, readyMs } = run.waterPlan.sources[index]
  run.water.sources[index].isReady = 1
  run.ctx.emit({ kind: 'milestoneReached', milestone: label, block: -1, plannedMs: readyMs })
  balanceWater(run)
}

/** Annual limits shrink and grow with restrictions: a source that had given all may have some left. */
function restricted(run: CoolingRun): void {
  run.water.sources.forEach((_, index) => setSpent(run, index, 0))
  balanceWater(run)
}

function stageChanged(run: CoolingRun, index: number): void {
  const { stage, share } = run.waterPlan.stages[index]
  run.water.site.stageShare = share
  const before = run.waterPlan.stages.at(index - 1)
  if (before !== undefined && before.stage > 0) run.ctx.emit({ kind: 'outageEnded', what: `drought stage ${before.stage}`, block: -1 })
  if (stage > 0) run.ctx.emit({ kind: 'outageStarted', what: `drought stage ${stage}`, block: -1 })
  restricted(run)
}

function yearBegan(run: CoolingRun): void {
  // What was drawn up to midnight belongs to the year before.
  balanceWater(run)
  run.water.sources.forEach((source, index) => {
    source.yearKWh = source.kWh
    source.yearWms = source.wMs
    setSpent(run, index, 0)
  })
  balanceWater(run)
}

export function registerWater(run: CoolingRun): void {
  const { kernel } = run.ctx
  const { commands } = run
  commands.sourceLost = kernel.command('cooling.sourceLost', Phase.fault, index => lost(run, index))
  commands.sourceBack = kernel.command('cooling.sourceBack', Phase.repair, index => back(run, index))
  commands.sourceReady = kernel.command('cooling.sourceReady', Phase.facility, index => ready(run, index))
  commands.droughtStage = kernel.command('cooling.droughtStage', Phase.facility, index => stageChanged(run, index))
  commands.waterYear = kernel.command('cooling.waterYear', Phase.facility, () => yearBegan(run))
  commands.waterCrossing = kernel.command('cooling.waterCrossing', Phase.facility, () => {
    run.water.site.crossing = 0
    balanceWater(run)
  })
}

export function startWater(run: CoolingRun): void {
  const { kernel, world, emit } = run.ctx
  run.waterPlan.sources.forEach(({ readyMs }, index) => {
    scheduleLoss(run, index)
    if (readyMs > 0 && readyMs < world.horizonMs) kernel.schedule(run.commands.sourceReady, index, readyMs)
  })
  run.waterPlan.stages.forEach(({ atMs, stage }, index) => {
    if (atMs > 0) kernel.schedule(run.commands.droughtStage, index, atMs)
    else if (stage > 0) emit({ kind: 'outageStarted', what: `drought stage ${stage}`, block: -1 })
  })
  run.waterPlan.yearsMs.forEach((atMs, year) => void kernel.schedule(run.commands.waterYear, year, atMs))
  balanceWater(run)
}

/** Extremes of the site leave this share of the usual water from now on. */
export function setExtremeShare(run: CoolingRun, share: number): void {
  run.water.site.extremeShare = share
  restricted(run)
}
