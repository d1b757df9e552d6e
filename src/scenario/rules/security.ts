/** Rules of security zones: their blocks exist, somebody is there to escort who needs it, the day has hours. */
import type { Scenario } from '../schema/scenario.ts'
import type { Worker } from '../schema/security.ts'
import { isBlockNamed } from '../zones.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Site = Pick<Scenario, 'blocks' | 'security'>
/** What asks for people. */
type People = Pick<Scenario, 'crews' | 'maintenance' | 'spares'>

function strangers({ blocks, security }: Site): Finding[] {
  const ids = blocks.map(({ id }) => id).slice(0, 12).join(', ')
  return Object.entries(security?.zones ?? {}).flatMap(([name, zone]) => zone.blocks.flatMap((written, at): Finding[] =>
    blocks.some(({ id }) => isBlockNamed(id, written)) ? [] : [{ path: ['security', 'zones', name, 'blocks', at], message: 'is no block of the file', allowed: ids }]))
}

/** Contractors on call-out are vendors; all others are staff. */
function workersOf({ crews, maintenance, spares }: People): Worker[] {
  if (crews === undefined && maintenance === undefined && spares.length === 0) return []
  return crews?.teams?.some(({ works }) => works === 'call-out') === true ? ['staff', 'vendor'] : ['staff']
}

/** Who works on the site and may not enter a zone alone needs somebody. */
function escorts({ security, ...people }: Pick<Scenario, 'security'> & People): Finding[] {
  if (security === undefined || security.escorts > 0) return []
  const workers = workersOf(people)
  const guarded = Object.entries(security.zones).filter(([, { badged }]) => workers.some(worker => !badged.includes(worker))).map(([name]) => name)
  if (guarded.length === 0) return []
  return [{ path: ['security', 'escorts'], message: `leaves nobody to escort contractors into ${guarded.join(', ')}: their work would wait for ever`, value: '0', allowed: 'at least 1, or a badge for them (zones.*.badged)' }]
}

function hours({ security }: Site): Finding[] {
  if (security === undefined || security.hours.to > security.hours.from) return []
  return [{ path: ['security', 'hours', 'to'], message: 'is not after the first hour', value: String(security.hours.to), allowed: `${security.hours.from + 1} to 24` }]
}

export const securityRules: readonly Rule[] = [
  rule('security-zone', 'error', ['blocks', 'security'], site => [...strangers(site), ...hours(site)]),
  rule('ESCORT_0', 'error', ['security', 'crews', 'maintenance', 'spares'], escorts),
]
