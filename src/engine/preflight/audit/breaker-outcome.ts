/** Breakers between the medium-voltage bus and the UPS systems of a block in a contingency: what they let through, and when they trip. */
import { breakerTripMs } from '../../../physics/breaker-trip.ts'
import { integerOutputW } from '../../../physics/converter-loss.ts'
import type { AuditStep } from '../../../results/audit.ts'
import { components } from '../../power/components/index.ts'
import { sectionOfBlockTransformer } from '../../power/switchgear-plan.ts'
import type { AuditSite } from './audit-site.ts'
import { percentText } from './words.ts'

/** What the breakers of a block carry behind `transformersUp` transformers, W; those left are taken as bunched on as few sections as may be. */
export function breakersW({ plan }: AuditSite, block: number, transformersUp: number): number {
  const { switchgear, blocks } = plan
  const { transformer, transformerCount, mainBreakerW } = blocks[block]
  if (transformersUp === 0) return 0
  const mainsW = mainBreakerW * transformersUp
  if (switchgear === undefined || switchgear.feederVa === Infinity) return mainsW
  const members = Array.from({ length: transformerCount }, (_, member) => sectionOfBlockTransformer(switchgear, block, member))
  const bunched = Math.max(...members.map(section => members.filter(other => other === section).length))
  const throughW = Math.floor((switchgear.feederVa * transformer.powerFactor * transformersUp) / Math.min(transformersUp, bunched))
  return Math.min(mainsW, Math.max(0, integerOutputW(components.transformer.lossCurve(transformer, transformersUp), throughW)))
}

/** Whether a controller holds what the site draws through its infeeds to the ratings of their breakers. */
export const holdsInfeeds = ({ plan: { substation }, controllerMs }: AuditSite): boolean => substation === undefined || substation.infeedW === Infinity || controllerMs.some(ms => ms < Infinity)

/** The trip of the infeeds' breakers when `up` transformers carry `throughW` and nothing relieves them; they share it, so they open together. */
export function infeedTrip({ plan: { substation } }: AuditSite, up: number, throughW: number): AuditStep | undefined {
  if (substation === undefined || up <= 0) return undefined
  const loadFraction = throughW / up / substation.infeedW
  return loadFraction > 1 ? { atMs: Math.round(breakerTripMs(loadFraction)), what: `the breakers of the infeeds trip at ${percentText(loadFraction)} of their rating` } : undefined
}

/** The trip of breakers that carry `loadW` and that nothing relieves; undefined while they are within their ratings. */
export function breakerTrip(site: AuditSite, block: number, transformersUp: number, loadW: number): AuditStep | undefined {
  const loadFraction = loadW / breakersW(site, block, transformersUp)
  if (site.controllerMs[block] < Infinity || transformersUp === 0 || !(loadFraction > 1)) return undefined
  return { atMs: Math.round(breakerTripMs(loadFraction)), what: `the breakers before the switchboard trip at ${percentText(loadFraction)} of their rating` }
}
