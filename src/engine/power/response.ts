/**
 * How the site answers a call to curtail, in the order that the file states: storage, caps of IT by class, standby sets where their permit
 * allows it, racks opened. Caps follow from the lower limit of the feeds by themselves, storage fills what the means before it leave; sets
 * are started ahead so that they carry their blocks when the call begins. What no listed means takes is drawn all the same, and paid for.
 */
import { Phase } from '../kernel/kernel.ts'
import type { ResponseStep } from './curtailment-plan.ts'
import { followExcess } from './curtailment.ts'
import { NODE, SITE_BUS, nodeOf } from './network.ts'
import { MODE, type PowerSite } from './power-site.ts'
import { storageLimitW } from './site-storage.ts'
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
  // Storage that comes after sets does not spare them.
  const laterW = p.plan.response.indexOf('storage') > p.plan.response.indexOf('generators') ? p.supply.storageW : 0
  let overW = loadW(SITE_BUS) - calledSupplyW(p) + laterW
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

/** What a call takes is met in the order of the file; what no means is left for is drawn beyond the call. Racks that are opened leave nothing over. */
function meet(p: PowerSite): { readonly storageW: number; readonly excessW: number } {
  const { supply, flow } = p
  const limitW = uses(p, 'storage') ? storageLimitW(p) : 0
  let left = Math.max(0, flow.demandW(SITE_BUS) - (availableSiteW(p) - supply.excessW - supply.storageW))
  let storageW = 0
  let isFirst = true
  for (const step of p.plan.response) {
    if (step === 'storage') {
      // First in line it stands behind all that flows; later it only fills what the means before it leave.
      storageW = isFirst ? limitW : Math.min(limitW, left)
      left = Math.max(0, left - storageW)
    } else if (step === 'itCap') left = Math.max(0, left - (flow.demandW(SITE_BUS) - flow.floorW(SITE_BUS)))
    else if (step === 'shed') left = 0
    // Sets take whole blocks off the bus ahead of time; what they carry is not part of the demand here.
    if (step !== 'generators') isFirst = false
  }
  return { storageW, excessW: Math.min(left, supply.curtailedW + supply.excessW) }
}

/** Whether racks give way to a call only as a whole: they are opened, and not lowered, where the file does not list caps. */
export const opensForCall = (p: PowerSite): boolean => p.curtailment.col.isCalled.includes(1) && uses(p, 'shed') && !uses(p, 'itCap')

/** What storage adds in a call, and what the site draws beyond it because it may not or will not reduce further; true if the limit of the sources moved. */
export function followCall(p: PowerSite): boolean {
  const { supply } = p
  if (supply.curtailedW === 0 && supply.excessW === 0) return false
  const { storageW, excessW } = meet(p)
  if (excessW === supply.excessW && storageW === supply.storageW) return false
  supply.storageW = storageW
  if (excessW !== supply.excessW) followExcess(p)
  supply.excessWishW = excessW
  limitSources(p)
  return true
}
