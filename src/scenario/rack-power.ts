/** What a rack counts as under the site's power basis, and how fast its accelerators work under a cap. */
import { pow } from '../base/exact-math.ts'
import type { RackType } from './catalog/racks.ts'
import type { PowerSection } from './schema/power.ts'

type Rated = Pick<RackType, 'idle' | 'sustained' | 'max' | 'electricalPeak' | 'hostShare' | 'nodes' | 'acceleratorsPerNode'>

export const acceleratorsOf = ({ nodes, acceleratorsPerNode }: Pick<RackType, 'nodes' | 'acceleratorsPerNode'>): number => nodes * acceleratorsPerNode

/** Sustained power of one accelerator package, W, without its share of the host. */
export const acceleratorW = (rack: Rated): number => (rack.sustained * (1 - rack.hostShare)) / acceleratorsOf(rack)

/** Sustained power of processors, network cards and fans per accelerator, W. */
export const hostW = (rack: Rated): number => (rack.sustained * rack.hostShare) / acceleratorsOf(rack)

/** Sustained power of a rack whose accelerators are capped at `capW` each, whole W; never below idle. */
export function cappedRackW(rack: Rated, capW: number): number {
  const each = hostW(rack) + Math.min(capW, acceleratorW(rack))
  // A millionth of a watt above a whole number is rounding.
  return Math.max(rack.idle, Math.ceil(acceleratorsOf(rack) * each - 1e-6))
}

/** What a rack counts as in plans, and its cap in the run, W. */
export function countedRackW({ basis, derate, cap }: Omit<PowerSection, 'phases'>, rack: Rated): number {
  if (basis === 'derated') return Math.max(rack.idle, Math.round(rack.max * derate))
  if (basis === 'measured') return rack.sustained
  if (basis === 'capped' && cap !== undefined) return Math.min(rack.max, cappedRackW(rack, cap))
  return rack.max
}

/** What conductors, breakers and power shelves of a rack must carry for moments, W. */
export const electricalPeakW = (rack: Rated): number => Math.max(rack.max, rack.electricalPeak)

/** Share of step time that does not follow the core clock; engineering defaults for training and for memory-bound serving. */
export const CLOCK_FREE_SHARE = { training: 0.15, inference: 0.4 } as const

/** Clock share under a cap `c` (capped ÷ uncapped accelerator draw): fitted curve with a static share and an exponent. */
export function clockUnderCap(c: number, staticShare: number, exponent: number): number {
  if (c >= 1) return 1
  if (c <= staticShare) return 0
  return pow((c - staticShare) / (1 - staticShare), 1 / exponent)
}

/** Work rate under a cap when `clockFreeShare` of the step does not follow the clock; 0 when the accelerator is off. */
export function rateUnderCap(c: number, clockFreeShare: number, staticShare: number, exponent: number): number {
  const clock = clockUnderCap(c, staticShare, exponent)
  return clock === 0 ? 0 : 1 / ((1 - clockFreeShare) / clock + clockFreeShare)
}
