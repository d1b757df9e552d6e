/**
 * The balance of the site's water: sources in file order feed what blocks draw and refill the tanks, tanks give what is missing. Levels
 * move along straight lines between changes; empty, full and the levels of the shortage policy are one scheduled command. Flows are whole
 * mg/s and times whole ms, so every book is a whole number of µg: what sources gave less what was drawn is what the tanks gained, exactly.
 */
import type { CoolingRun } from './cooling-run.ts'
import { type WaterPlan, refilledUg } from './water-plan.ts'
import { type SourceState, type WaterState, addWater, setWater, waterUg } from './water-state.ts'
import { followShortage, shortageWaitMs } from './water-shortage.ts'

/** Share of the usual water that restrictions leave now. */
export const shareLeft = ({ site }: WaterState): number => Math.min(site.stageShare, site.extremeShare)

/** Brings all books up to now with the flows in force. */
export function advanceWater(run: CoolingRun): void {
  const { tank, sources, sums, site } = run.water
  const spanMs = run.ctx.kernel.now - site.sinceMs
  if (spanMs === 0) return
  if (site.inflowMgps !== site.drawMgps) addWater(tank, site.inflowMgps - site.drawMgps, spanMs)
  for (const source of sources) if (source.flowMgps > 0) addWater(source, source.flowMgps, spanMs)
  if (tank.kWh < 0) linePack(run)
  if (site.drawMgps > 0) for (const sum of [sums.evaporated, sums.blowdown, sums.drift]) addWater(sum, sum.flowMgps, spanMs)
  site.sinceMs = run.ctx.kernel.now
}

/** Tanks that ran dry within the millisecond before blocks were held to the sources: the pipes of the first source held those drops. */
function linePack({ water: { tank, sources } }: CoolingRun): void {
  addWater(sources[0], Number(-waterUg(tank)), 1)
  setWater(tank, 0n)
}

/** What blocks draw now. */
function readDraws({ water: { blocks, sums, site } }: CoolingRun): void {
  const { makeupMgps, evaporatedMgps, blowdownMgps, driftMgps } = blocks.col
  site.drawMgps = 0
  sums.evaporated.flowMgps = 0
  sums.blowdown.flowMgps = 0
  sums.drift.flowMgps = 0
  for (let block = 0; block < makeupMgps.length; block++) {
    site.drawMgps += makeupMgps[block]
    sums.evaporated.flowMgps += evaporatedMgps[block]
    sums.blowdown.flowMgps += blowdownMgps[block]
    sums.drift.flowMgps += driftMgps[block]
  }
}

/** What a source may still give this calendar year, µg; its annual limit shrinks with the others in a drought. */
export function yearLeftUg(water: WaterState, plan: WaterPlan, index: number): bigint {
  const { annualUg } = plan.sources[index]
  if (annualUg === undefined) throw new Error('this source has no annual limit')
  const source = water.sources[index]
  const usedUg = waterUg(source) - waterUg({ kWh: source.yearKWh, wMs: source.yearWms })
  return (annualUg * BigInt(Math.round(shareLeft(water) * 1e6))) / 1_000_000n - usedUg
}

/** What a source would deliver at once, mg/s. Restricted and without limit, it gives its share of what all blocks draw at design. */
function availableMgps({ water, waterPlan: plan }: CoolingRun, index: number): number {
  const { isUp, isReady, isSpent } = water.sources[index]
  if (isUp === 0 || isReady === 0 || isSpent === 1) return 0
  const share = shareLeft(water)
  const { limitMgps } = plan.sources[index]
  return share === 1 ? limitMgps : Math.floor(share * (limitMgps === Infinity ? plan.designMgps : limitMgps))
}

export function setSpent(run: CoolingRun, index: number, isSpent: 0 | 1): void {
  const source = run.water.sources[index]
  if (source.isSpent === isSpent) return
  source.isSpent = isSpent
  run.ctx.emit({ kind: isSpent === 1 ? 'outageStarted' : 'outageEnded', what: `${run.waterPlan.sources[index].label}: annual limit`, block: -1 })
}

/** Lets sources flow in their order: for what is drawn, and to refill the tanks while they are not full. */
function dispatch(run: CoolingRun): void {
  const { water, waterPlan: plan } = run
  const { site } = water
  let needMgps = site.drawMgps + (waterUg(water.tank) < plan.tankUg ? plan.refillMgps : 0)
  site.supplyMgps = 0
  site.inflowMgps = 0
  water.sources.forEach((source, index) => {
    let givesMgps = availableMgps(run, index)
    const flowMgps = Math.min(givesMgps, needMgps)
    if (flowMgps > 0 && plan.sources[index].annualUg !== undefined && yearLeftUg(water, plan, index) < BigInt(flowMgps)) {
      setSpent(run, index, 1)
      givesMgps = 0
    }
    source.flowMgps = Math.min(givesMgps, needMgps)
    needMgps -= source.flowMgps
    site.supplyMgps += givesMgps
    site.inflowMgps += source.flowMgps
  })
}

/** The valve closes within this millisecond: the last drops come in at once, out of the last source that flows. */
function fillUp(run: CoolingRun): boolean {
  const { tank, sources, site } = run.water
  const gapUg = run.waterPlan.tankUg - waterUg(tank)
  const netMgps = site.inflowMgps - site.drawMgps
  if (gapUg === 0n || netMgps <= 0 || gapUg >= BigInt(netMgps)) return false
  const last = sources.reduce<SourceState | undefined>((found, source) => (source.flowMgps > 0 ? source : found), undefined)
  if (last === undefined) return false
  addWater(last, Number(gapUg), 1)
  setWater(tank, run.waterPlan.tankUg)
  return true
}

function followLevel(run: CoolingRun): void {
  const { tank, site } = run.water
  const netMgps = site.inflowMgps - site.drawMgps
  const level = waterUg(tank)
  if (netMgps < 0 && level < BigInt(-netMgps)) site.isEmpty = 1
  else if (site.isEmpty === 1 && run.waterPlan.tankUg > 0n && level >= refilledUg(run.waterPlan)) site.isEmpty = 0
  const isDrawing = netMgps < 0 || (site.isDrawing === 1 && level < run.waterPlan.tankUg) ? 1 : 0
  if (isDrawing === site.isDrawing) return
  site.isDrawing = isDrawing
  run.ctx.emit({ kind: isDrawing === 1 ? 'waterStepBegun' : 'waterStepEnded', step: 'storage' })
}

/** Takes over what blocks draw, lets the sources follow, and schedules what happens next by itself. */
export function balanceWater(run: CoolingRun): void {
  const { water } = run
  water.site.isDirty = 0
  advanceWater(run)
  readDraws(run)
  dispatch(run)
  if (fillUp(run)) dispatch(run)
  followLevel(run)
  followShortage(run)
  scheduleCrossing(run)
}

/** Until the tanks are full or empty, a source has given its year's water, or the shortage policy looks again; ms. */
function waitMs(run: CoolingRun): number {
  const { water, waterPlan: plan } = run
  const { site, tank, sources } = water
  let ms = shortageWaitMs(run)
  const netMgps = site.inflowMgps - site.drawMgps
  if (netMgps < 0 && site.isEmpty === 0) ms = Math.min(ms, Number(waterUg(tank) / BigInt(-netMgps)))
  if (netMgps > 0) ms = Math.min(ms, Number((plan.tankUg - waterUg(tank)) / BigInt(netMgps)))
  sources.forEach((source, index) => {
    if (source.flowMgps > 0 && plan.sources[index].annualUg !== undefined) ms = Math.min(ms, Number(yearLeftUg(water, plan, index) / BigInt(source.flowMgps)))
  })
  return ms
}

function scheduleCrossing(run: CoolingRun): void {
  const { kernel } = run.ctx
  const { site } = run.water
  const ms = waitMs(run)
  const atMs = ms === Infinity ? Infinity : kernel.now + Math.max(1, ms)
  if (atMs === Infinity) {
    if (site.crossing !== 0) kernel.cancel(site.crossing)
    site.crossing = 0
  } else if (site.crossing === 0) {
    site.crossing = kernel.schedule(run.commands.waterCrossing, 0, atMs)
  } else if (kernel.timeOf(site.crossing) !== atMs) {
    kernel.reschedule(site.crossing, atMs)
  }
}

/** Water of the site at one instant, µg: what all sources gave, what the tanks hold, and what became of the rest. Changes nothing. */
export interface WaterBook {
  readonly tankStartUg: bigint
  readonly tankUg: bigint
  readonly sourcesUg: readonly { readonly id: string; readonly ug: bigint }[]
  readonly evaporatedUg: bigint
  readonly blowdownUg: bigint
  readonly driftUg: bigint
}

export function waterBook(run: CoolingRun): WaterBook {
  const { tank, sources, sums, site } = run.water
  const spanMs = BigInt(run.ctx.kernel.now - site.sinceMs)
  const since = (mgps: number): bigint => BigInt(mgps) * spanMs
  return {
    tankStartUg: run.waterPlan.tankUg,
    tankUg: waterUg(tank) + since(site.inflowMgps - site.drawMgps),
    sourcesUg: run.waterPlan.sources.map(({ id }, index) => ({ id, ug: waterUg(sources[index]) + since(sources[index].flowMgps) })),
    evaporatedUg: waterUg(sums.evaporated) + since(sums.evaporated.flowMgps),
    blowdownUg: waterUg(sums.blowdown) + since(sums.blowdown.flowMgps),
    driftUg: waterUg(sums.drift) + since(sums.drift.flowMgps),
  }
}
