/** The site's water source: one for all blocks, up or down. Tanks bridge its outages; behind an empty tank pads run dry. */
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import type { CoolingRun } from './cooling-run.ts'

const YEAR_MS = 31_557_600_000

/** Rate and length of outages: those of the first block that uses water, because there is one source. */
function sourceOf(run: CoolingRun): { readonly outages: number; readonly outage: number } | undefined {
  return run.designs.find(design => design.water.tankKg > 0 || (design.coolers !== undefined && design.section.pads > 0))?.section.water
}

const draw = (run: CoolingRun, purpose: number): number => uniform(entityKey(run.ctx.world.root, 'site/water'), purpose, run.state.source.outages)

function scheduleLoss(run: CoolingRun): void {
  const source = sourceOf(run)
  if (source === undefined || source.outages <= 0) return
  const atMs = run.ctx.kernel.now + roundMs(exponential(draw(run, PURPOSE.outage), YEAR_MS / source.outages))
  if (atMs < run.ctx.world.horizonMs) run.ctx.kernel.schedule(run.commands.sourceLost, 0, atMs)
}

function lost(run: CoolingRun): void {
  run.state.source.up = 0
  const meanMs = sourceOf(run)?.outage ?? 0
  const lengthMs = roundMs(exponential(draw(run, PURPOSE.duration), meanMs))
  run.ctx.kernel.schedule(run.commands.sourceBack, 0, run.ctx.kernel.now + lengthMs)
  run.ctx.emit({ kind: 'outageStarted', what: 'water source', block: -1 })
  run.ports.requestSettle(-1)
}

function back(run: CoolingRun): void {
  run.state.source.up = 1
  run.state.source.outages += 1
  scheduleLoss(run)
  run.ctx.emit({ kind: 'outageEnded', what: 'water source', block: -1 })
  run.ports.requestSettle(-1)
}

export function registerWater(run: CoolingRun): void {
  run.commands.sourceLost = run.ctx.kernel.command('cooling.sourceLost', Phase.fault, () => lost(run))
  run.commands.sourceBack = run.ctx.kernel.command('cooling.sourceBack', Phase.repair, () => back(run))
}

export const startWater = scheduleLoss
