/**
 * How the site answers a call to curtail, in the order that the file states: storage, caps of IT by class, standby sets where their permit
 * allows it, racks opened. Storage and caps follow from the lower limit of the feeds by themselves; sets are started ahead so that they
 * carry their blocks when the call begins; without leave to open racks the site draws what its floors need, and pays for it.
 */
import { Phase } from '../kernel/kernel.ts'
import type { ResponseStep } from './curtailment-plan.ts'
import { followExcess } from './curtailment.ts'
import { NODE, SITE_BUS, nodeOf } from './network.ts'
import { MODE, type PowerSite } from './power-site.ts'
import { mayRespond } from './standby.ts'
import { availableSiteW, calledSupplyW, limitSources } from './supply.ts'
import { type UtilityLoss, beginResponse, endResponse, standbyReadyMs } from './utility-loss.ts'

/** The choice of blocks is made again while a call lasts, ms. */
const AGAIN_MS = 300_000

export interface Response {
  /** A call was announced: sets are started so that they carry their blocks then. */
  announced(beginsMs: number): void
  /** A call begins or has ended. */
  changed(): void
}

const uses = (p: PowerSite, step: ResponseStep): boolean => p.plan.response.includes(step)

const isOpen = (p: PowerSite): boolean => p.curtailment.col.isCalled.includes(1) || p.curtailment.col.pending.some(handle => handle !== 0)

/** Starts the sets of as many blocks as it takes, the last of the file first. */
function choose(p: PowerSite, loss: UtilityLoss): void {
  const capsFirst = uses(p, 'itCap') && p.plan.response.indexOf('itCap') < p.plan.response.indexOf('generators')
  const loadW = (node: number): number => (capsFirst ? p.flow.floorW(node) : p.flow.demandW(node))
  const { onCall } = p.called.col
  let overW = loadW(SITE_BUS) - calledSupplyW(p)
  for (let block = 0; block < onCall.length; block++) if (onCall[block] === 1 && p.blocks.col.mode[block] === MODE.utility) overW -= loadW(nodeOf(block, NODE.transformer))
  for (let block = onCall.length - 1; block >= 0 && overW > 0; block--) {
    if (onCall[block] === 1 || p.blocks.col.mode[block] !== MODE.utility || !mayRespond(p, block)) continue
    overW -= loadW(nodeOf(block, NODE.transformer))
    beginResponse(loss, block)
  }
}

/** Registers the command. */
export function createResponse(p: PowerSite, loss: UtilityLoss): Response {
  const { kernel } = p.ctx
  const { calling } = p
  const chosen = kernel.command('power.responseChosen', Phase.repair, () => {
    calling.choose = 0
    if (!isOpen(p)) return endResponse(loss)
    if (uses(p, 'generators')) choose(p, loss)
    calling.choose = kernel.schedule(chosen, 0, kernel.now + AGAIN_MS)
  })
  const chooseAt = (atMs: number): void => {
    if (calling.choose === 0) calling.choose = kernel.schedule(chosen, 0, atMs)
    else if (kernel.timeOf(calling.choose) > atMs) kernel.reschedule(calling.choose, atMs)
  }
  const leadMs = p.plan.blocks.reduce((most, plan) => (plan.standby === undefined ? most : Math.max(most, standbyReadyMs(plan))), 0)
  return {
    announced: beginsMs => chooseAt(Math.max(kernel.now + 1, beginsMs - leadMs)),
    changed: () => chooseAt(kernel.now + 1),
  }
}

/** What the site draws beyond a call because it may not or will not reduce further; true if the limit of the sources moved. */
export function followCall(p: PowerSite): boolean {
  const { supply } = p
  if ((supply.curtailedW === 0 && supply.excessW === 0) || uses(p, 'shed')) return false
  const wantedW = uses(p, 'itCap') ? p.flow.floorW(SITE_BUS) : p.flow.demandW(SITE_BUS)
  const excessW = Math.max(0, Math.min(wantedW - (availableSiteW(p) - supply.excessW), supply.curtailedW + supply.excessW))
  if (excessW === supply.excessW) return false
  followExcess(p)
  supply.excessWishW = excessW
  limitSources(p)
  return true
}
