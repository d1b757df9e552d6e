/** Charge of a block's batteries in closed form: linear between changes of load, with the end of discharge and of charge scheduled. */
import { roundMs } from '../../base/variates.ts'
import type { CommandType } from '../kernel/kernel.ts'
import { rideNowMs, showStrings } from './batteries.ts'
import { rechargeW } from './block-plan.ts'
import { NODE, nodeOf } from './network.ts'
import { type PowerSite, cancelAt } from './power-site.ts'

/** Charging is the first load to be shed. */
const CHARGER_CLASS = 5

/** Brings the charge up to now and changes its rate, 1/ms. */
function setChargeRate(p: PowerSite, block: number, rate: number): void {
  const { charge, chargeMs, chargeRate } = p.blocks.col
  const { now } = p.ctx.kernel
  charge[block] = Math.min(1, Math.max(0, charge[block] + chargeRate[block] * (now - chargeMs[block])))
  chargeMs[block] = now
  chargeRate[block] = rate
}

function setCharger(p: PowerSite, block: number, w: number): void {
  p.flow.setLoad(nodeOf(block, NODE.charger), CHARGER_CLASS, w, 0)
}

/** Sets the charge, with nothing flowing in or out. */
export function setCharge(p: PowerSite, block: number, charge: number): void {
  setChargeRate(p, block, 0)
  p.blocks.col.charge[block] = charge
  setCharger(p, block, 0)
}

/** The battery stops discharging; `recharged` follows when it is full. */
export function beginCharge(p: PowerSite, block: number, recharged: CommandType): void {
  const { batteryEnd, charge, recharged: handle } = p.blocks.col
  const plan = p.plan.blocks[block]
  cancelAt(p, batteryEnd, block)
  setChargeRate(p, block, 1 / plan.rechargeMs)
  if (charge[block] >= 1) return
  showStrings(p, block)
  cancelAt(p, handle, block)
  handle[block] = p.ctx.kernel.schedule(recharged, block, p.ctx.kernel.now + roundMs((1 - charge[block]) * plan.rechargeMs))
  setCharger(p, block, rechargeW(plan))
}

/** Charging ends because the battery carries the block; the rate follows from the load at the next settle. */
export function endCharge(p: PowerSite, block: number): void {
  cancelAt(p, p.blocks.col.recharged, block)
  setCharger(p, block, 0)
  setChargeRate(p, block, 0)
}

/** Drains the battery at the rate of the present load; `ended` follows when it is empty. */
export function drain(p: PowerSite, block: number, ended: CommandType): void {
  const { batteryEnd, charge, chargeRate } = p.blocks.col
  const { kernel } = p.ctx
  const loadW = p.flow.outW(nodeOf(block, NODE.ups))
  const rate = loadW > 0 ? -1 / rideNowMs(p, block, loadW) : 0
  if (rate === chargeRate[block] && (rate === 0 || batteryEnd[block] !== 0)) return
  setChargeRate(p, block, rate)
  cancelAt(p, batteryEnd, block)
  if (rate < 0) batteryEnd[block] = kernel.schedule(ended, block, kernel.now + Math.max(1, Math.ceil(charge[block] / -rate)))
}
