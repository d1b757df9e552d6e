/**
 * The gas supply of all plants: lost at random, its interruptible part withheld in the cold. Liquid fuel on site stands in for what is
 * missing; it is drawn down in closed form, with its end scheduled, and is replaced a day after the gas is back.
 */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { DAY_MS, SECOND_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { PowerSite } from './power-site.ts'

/** Initial state; `oilJ` is set from the plan. */
export const GAS_STATE = { isOut: 0, isCold: 0, arrivals: 0, oilJ: 0, oilMs: 0, oilW: 0, empty: 0, refill: 0 }

const PATH = 'gas'
/** Longest time between losses that is scheduled; later ones are never met. */
const LONGEST_MS = 1e15

export interface GasSupply {
  readonly p: PowerSite
  readonly commands: Readonly<Record<'lost' | 'restored' | 'emptied' | 'refilled', CommandType>>
}

/** Registers the outages of the gas supply; `changed` hears of every change. */
export function createGasSupply(p: PowerSite, changed: () => void): GasSupply {
  const { kernel, emit } = p.ctx
  const { gas } = p
  gas.oilJ = p.plan.gas?.dualFuelJ ?? 0
  const supply: GasSupply = {
    p,
    commands: {
      lost: kernel.command('power.gasLost', Phase.fault, () => {
        gas.isOut = 1
        emit({ kind: 'outageStarted', what: PATH, block: -1 })
        kernel.schedule(supply.commands.restored, 0, kernel.now + durationMs(p))
        if (gas.refill !== 0) kernel.cancel(gas.refill)
        gas.refill = 0
        changed()
      }),
      restored: kernel.command('power.gasRestored', Phase.repair, () => {
        gas.isOut = 0
        emit({ kind: 'outageEnded', what: PATH, block: -1 })
        gas.refill = kernel.schedule(supply.commands.refilled, 0, kernel.now + DAY_MS)
        scheduleLoss(supply)
        changed()
      }),
      emptied: kernel.command('power.oilEmpty', Phase.facility, () => {
        gas.empty = 0
        gas.oilJ = 0
        gas.oilMs = kernel.now
        gas.oilW = 0
        changed()
      }),
      refilled: kernel.command('power.oilRefilled', Phase.facility, () => {
        gas.refill = 0
        drawOil(supply, 0)
        gas.oilJ = p.plan.gas?.dualFuelJ ?? 0
        changed()
      }),
    },
  }
  return supply
}

function durationMs({ plan, gas, ctx }: PowerSite): number {
  if (plan.gas === undefined) throw new Error('the site has no gas supply')
  const u = uniform(entityKey(ctx.world.root, PATH), PURPOSE.duration, gas.arrivals)
  gas.arrivals += 1
  return roundMs(sample(plan.gas.duration, u))
}

function scheduleLoss({ p, commands }: GasSupply): void {
  const meanMs = p.plan.gas?.meanGapMs ?? Infinity
  const gapMs = exponential(uniform(entityKey(p.ctx.world.root, PATH), PURPOSE.outage, p.gas.arrivals), meanMs)
  if (gapMs < LONGEST_MS) p.ctx.kernel.schedule(commands.lost, 0, p.ctx.kernel.now + roundMs(gapMs))
}

/** Once, at t = 0. */
export function startGas(supply: GasSupply): void {
  if (supply.p.plan.gas !== undefined) scheduleLoss(supply)
}

/** Heat that all units burn at full load, W. */
const fullHeatW = (p: PowerSite): number => p.plan.plants.reduce((sum, { count, spec }) => sum + (count * spec.ratedW) / spec.efficiency, 0)

/** Share of the full heat that gas covers now, 0–1. */
function pipeShare(p: PowerSite): number {
  const { plan, gas } = p
  if (plan.gas === undefined) return 1
  if (gas.isOut === 1) return 0
  const heatW = plan.gas.firmW + (gas.isCold === 1 ? 0 : plan.gas.interruptibleW)
  return Math.min(1, heatW / Math.max(1, fullHeatW(p)))
}

/** Share of their output that plants can give, with liquid fuel in place of missing gas. */
export const gasShare = (p: PowerSite): number => (p.plan.gas === undefined || p.gas.oilJ > 0 ? 1 : pipeShare(p))

/** Follows the air: the interruptible part is withheld in the cold; true if that changed. */
export function gasAirChanged(p: PowerSite): boolean {
  if (p.plan.gas === undefined || p.plan.gas.interruptibleW === 0) return false
  const isCold = p.supply.ambientC < p.plan.gas.curtailedBelowC ? 1 : 0
  if (isCold === p.gas.isCold) return false
  p.gas.isCold = isCold
  return true
}

/** Heat of liquid fuel in `heatW` that plants burn now, W: what gas does not cover. */
export function oilHeatW(p: PowerSite, heatW: number): number {
  const share = pipeShare(p)
  if (share === 1 || p.gas.oilJ <= 0) return 0
  return Math.max(0, heatW - share * fullHeatW(p))
}

/** The stock of liquid fuel is drawn at `heatW` from now on. */
export function drawOil({ p, commands }: GasSupply, heatW: number): void {
  const { gas } = p
  const { kernel } = p.ctx
  if (heatW === gas.oilW) return
  gas.oilJ = Math.max(0, gas.oilJ - (gas.oilW * (kernel.now - gas.oilMs)) / SECOND_MS)
  gas.oilMs = kernel.now
  gas.oilW = heatW
  if (gas.empty !== 0) kernel.cancel(gas.empty)
  gas.empty = heatW > 0 ? kernel.schedule(commands.emptied, 0, kernel.now + Math.max(1, Math.ceil((gas.oilJ / heatW) * SECOND_MS))) : 0
}
