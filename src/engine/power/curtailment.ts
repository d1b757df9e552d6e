/**
 * Calls of the utility for its interruptible power: announced, begun, ended; counted against the hours and calls that a calendar year
 * allows. While a call lasts the feed gives no more than the contract leaves.
 */
import { civilFromDays } from '../../base/civil-date.ts'
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { type CurtailmentPlan, afterPeakMs } from './curtailment-plan.ts'
import { type PowerSite, cancelAt } from './power-site.ts'

export interface CurtailmentListener {
  /** A call was announced for then. */
  announced(beginsMs: number): void
  /** A call begins or ends: feeds give less or more. */
  changed(): void
}

export interface Curtailment {
  start(): void
  /** Follows the temperature of the hour, °C. */
  setDryBulb(dryBulbC: number): void
  /** Calls a contract (in file order) now, with its notice, for a time: drills and tests. False where the contract does not allow it. */
  call(contract: number, durationMs: number): boolean
}

/** Year of a time of the run. */
const yearOf = (p: PowerSite, atMs: number): number => civilFromDays(p.ctx.world.startDay + Math.floor(atMs / DAY_MS)).year

/** Time that the contract leaves the utility this year, ms; 0 with all calls used. */
function leftMs(p: PowerSite, contract: number, atMs: number): number {
  const { year, usedMs, calls } = p.curtailment.col
  const { maxMs, maxCalls } = p.plan.curtailment[contract]
  if (year[contract] !== yearOf(p, atMs)) {
    year[contract] = yearOf(p, atMs)
    usedMs[contract] = 0
    calls[contract] = 0
  }
  return calls[contract] < maxCalls ? Math.max(0, maxMs - usedMs[contract]) : 0
}

/** Draw of a feed now: its part of the grid's, by capacity among live feeds, W. */
function feedDrawW(p: PowerSite, feed: number): number {
  const { energisedW, interruptions } = p.feeds.col
  let liveW = 0
  for (let other = 0; other < p.plan.feeds.length; other++) if (interruptions[other] === 0) liveW += energisedW[other]
  return liveW === 0 || interruptions[feed] > 0 ? 0 : Math.floor((p.totals.gridW * energisedW[feed]) / liveW)
}

interface Calls {
  readonly p: PowerSite
  readonly listener: CurtailmentListener
  readonly begin: CommandType
  readonly end: CommandType
}

/** Announces a call for `beginsMs`; false if nothing may be called, or a call is on already. */
function announce({ p, listener, begin }: Calls, contract: number, beginsMs: number, durationMs: number): boolean {
  const { kernel, emit } = p.ctx
  const plan = p.plan.curtailment[contract]
  const { isCalled, pending, lengthMs, baselineW } = p.curtailment.col
  const { energisedW } = p.feeds.col
  if (isCalled[contract] === 1 || pending[contract] !== 0 || energisedW[plan.feed] <= 0 || leftMs(p, contract, beginsMs) <= 0) return false
  lengthMs[contract] = durationMs
  baselineW[contract] = feedDrawW(p, plan.feed)
  pending[contract] = kernel.schedule(begin, contract, beginsMs)
  emit({ kind: 'curtailmentAnnounced', feed: p.plan.feeds[plan.feed].path, beginsMs })
  listener.announced(beginsMs)
  return true
}

function beginCall({ p, listener, end }: Calls, contract: number): void {
  const { kernel, emit } = p.ctx
  const { isCalled, pending, ending, sinceMs, lengthMs, excessWms, excessMs, calls } = p.curtailment.col
  pending[contract] = 0
  const spanMs = Math.min(lengthMs[contract], leftMs(p, contract, kernel.now))
  if (spanMs <= 0) return
  isCalled[contract] = 1
  calls[contract] += 1
  sinceMs[contract] = kernel.now
  excessWms[contract] = 0
  excessMs[contract] = kernel.now
  ending[contract] = kernel.schedule(end, contract, kernel.now + Math.max(1, Math.round(spanMs)))
  emit({ kind: 'curtailmentStarted', feed: p.plan.feeds[p.plan.curtailment[contract].feed].path })
  listener.changed()
}

function endCall({ p, listener }: Calls, contract: number): void {
  const { kernel, emit } = p.ctx
  const { isCalled, sinceMs, usedMs, excessWms } = p.curtailment.col
  const plan = p.plan.curtailment[contract]
  cancelAt(p, p.curtailment.col.ending, contract)
  followExcess(p)
  isCalled[contract] = 0
  const durationMs = kernel.now - sinceMs[contract]
  usedMs[contract] += durationMs
  const feed = p.plan.feeds[plan.feed].path
  emit({ kind: 'curtailmentEnded', feed, durationMs })
  if (excessWms[contract] > 0) emit({ kind: 'curtailmentPenalised', feed, wMs: excessWms[contract], usd: (excessWms[contract] / WMS_PER_MWH) * plan.penaltyUsdPerMWh })
  listener.changed()
}

const WMS_PER_MWH = 3.6e12

/** Adds what was drawn beyond calls since the last change; the first contract that is called bears it. */
export function followExcess(p: PowerSite): void {
  const { isCalled, excessWms, excessMs } = p.curtailment.col
  const first = isCalled.indexOf(1)
  if (first < 0) return
  excessWms[first] += p.supply.excessW * (p.ctx.kernel.now - excessMs[first])
  excessMs[first] = p.ctx.kernel.now
}

/** What a feed may give while its contract is called, W; `undefined` while it is not. */
export function calledLimitW(p: PowerSite, feed: number): number | undefined {
  const contract = p.plan.curtailment.findIndex(plan => plan.feed === feed)
  if (contract < 0 || p.curtailment.col.isCalled[contract] === 0) return undefined
  return contractLimitW(p, contract)
}

/** What the contract leaves the feed in a call, W: firm power, or less where a least reduction asks for it. */
export function contractLimitW(p: PowerSite, contract: number): number {
  const { feed, leastReductionW } = p.plan.curtailment[contract]
  const { energisedW, interruptibleW } = p.feeds.col
  const firmW = energisedW[feed] - interruptibleW[feed]
  return Math.max(0, leastReductionW === 0 ? firmW : Math.min(firmW, p.curtailment.col.baselineW[contract] - leastReductionW))
}

/** Registers state and commands. */
export function createCurtailment(p: PowerSite, listener: CurtailmentListener): Curtailment {
  const { kernel, world } = p.ctx
  const plans = p.plan.curtailment
  const keys = plans.map(({ path }) => entityKey(world.root, path))
  const { draws, isCalled, pending } = p.curtailment.col
  const calls: Calls = {
    p,
    listener,
    begin: kernel.command('power.curtailmentBegan', Phase.fault, contract => beginCall(calls, contract)),
    end: kernel.command('power.curtailmentEnded', Phase.repair, contract => endCall(calls, contract)),
  }
  const next = (contract: number, fromMs: number): void => {
    const { trigger, noticeMs } = plans[contract]
    if (trigger.process !== 'seasonal' || trigger.meanGapMs === Infinity) return
    const spanMs = roundMs(exponential(uniform(keys[contract], PURPOSE.arrival, draws[contract]), trigger.meanGapMs))
    const beginsMs = afterPeakMs(plans[contract], fromMs, spanMs, world.horizonMs)
    if (beginsMs < world.horizonMs) kernel.schedule(notice, contract, Math.max(kernel.now + 1, beginsMs - noticeMs), beginsMs)
  }
  const notice = kernel.command('power.curtailmentAnnounced', Phase.facility, (contract, beginsMs) => {
    const { trigger } = plans[contract]
    if (trigger.process === 'dates') {
      const span = trigger.spans.find(({ fromMs }) => fromMs === beginsMs)
      announce(calls, contract, Math.max(kernel.now + 1, beginsMs), span === undefined ? 0 : span.toMs - span.fromMs)
    }
    if (trigger.process !== 'seasonal') return
    const durationMs = roundMs(sample(trigger.duration, uniform(keys[contract], PURPOSE.duration, draws[contract])))
    draws[contract] += 1
    announce(calls, contract, Math.max(kernel.now + 1, beginsMs), durationMs)
    next(contract, beginsMs)
  })
  const follow = (plan: CurtailmentPlan, contract: number, dryBulbC: number): void => {
    if (plan.trigger.process !== 'heat') return
    const peak = plan.peakOf(Math.floor(kernel.now / DAY_MS))
    const isPeak = peak !== undefined && kernel.now >= peak.fromMs && kernel.now < peak.toMs
    if (isPeak && dryBulbC > plan.trigger.aboveC) {
      announce(calls, contract, kernel.now + Math.max(1, plan.noticeMs), Math.max(HOUR_MS, peak.toMs - kernel.now - plan.noticeMs))
      return
    }
    if (pending[contract] !== 0) cancelAt(p, pending, contract)
    if (isCalled[contract] === 1) endCall(calls, contract)
  }
  return {
    start: () =>
      plans.forEach(({ trigger, noticeMs }, contract) => {
        next(contract, 0)
        if (trigger.process === 'dates') trigger.spans.forEach(({ fromMs }, index) => kernel.schedule(notice, contract, Math.max(index + 1, fromMs - noticeMs), fromMs))
      }),
    setDryBulb: dryBulbC => plans.forEach((plan, contract) => follow(plan, contract, dryBulbC)),
    call: (contract, durationMs) => announce(calls, contract, kernel.now + Math.max(1, plans[contract].noticeMs), durationMs),
  }
}
