/** Rules of transformers and switchgear: losses and cooling stages that exist, voltages that match, fault levels within the breakers. */
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Grid = Scenario['grid']
type Transformers = NonNullable<Grid['substation']>['transformers']
type At = readonly (string | number)[]

const kilovolts = (v: number): string => `${v / 1000} kV`
const SUBSTATION: At = ['grid', 'substation', 'transformers']

/** Transformers of the site with their places. */
function transformersOf({ grid, blocks }: Pick<Scenario, 'grid' | 'blocks'>): { at: At; of: Transformers }[] {
  const site = grid.substation === undefined ? [] : [{ at: SUBSTATION, of: grid.substation.transformers }]
  return [...site, ...blocks.map(({ power }, index) => ({ at: ['blocks', index, 'power', 'transformers'], of: power.transformers }))]
}

function losses({ at, of }: { at: At; of: Transformers }): Finding[] {
  if (of.loadLoss >= of.noLoadLoss) return []
  return [{ path: [...at, 'loadLoss'], message: `is less than the loss at no load, ${of.noLoadLoss} W`, value: `${of.loadLoss} W`, allowed: `at least ${of.noLoadLoss} W` }]
}

function ladder({ at, of }: { at: At; of: Transformers }): Finding[] {
  if (of.thermal !== 'power') return []
  if (of.firstFans <= of.natural) return [{ path: [...at, 'firstFans'], message: `is not above the rating without fans, ${of.natural}`, value: String(of.firstFans), allowed: `above ${of.natural}, below 1; usual: 0.6, 0.8, 1` }]
  return of.firstFans < 1 ? [] : [{ path: [...at, 'firstFans'], message: 'is not below the rating with all fans', value: String(of.firstFans), allowed: 'below 1; usual: 0.6, 0.8, 1' }]
}

/** Voltages of one class may differ by this much. */
const SAME_CLASS = 0.02
const differ = (a: number | undefined, b: number | undefined): boolean => a !== undefined && b !== undefined && Math.abs(a - b) > SAME_CLASS * Math.max(a, b)
/** Feeds from this voltage up come in at the substation, unless they say otherwise. */
const SUBSTATION_V = 34_500
const LINE_V = { 'ac-415': 415, 'ac-480': 480, 'dc-800': undefined } as const

function voltages({ grid, blocks }: Pick<Scenario, 'grid' | 'blocks'>): Finding[] {
  const site = grid.substation?.transformers
  const busV = grid.switchgear?.voltage ?? site?.lowVoltage
  const mismatch = (path: At, ownV: number, what: string, otherV: number): Finding => ({ path, message: `does not match ${what}`, value: kilovolts(ownV), allowed: kilovolts(otherV) })
  const feeds = Object.entries(grid.feeds).flatMap(([name, { voltage, entry }]): Finding[] => {
    const isHigh = site !== undefined && (entry === undefined ? voltage >= SUBSTATION_V : entry === 'substation')
    const otherV = isHigh ? site.highVoltage : (grid.switchgear?.voltage)
    return otherV !== undefined && differ(voltage, otherV) ? [mismatch(['grid', 'feeds', name, 'voltage'], voltage, isHigh ? 'the high side of the substation' : 'the switchgear at which it comes in', otherV)] : []
  })
  const low = site?.lowVoltage !== undefined && busV !== undefined && differ(site.lowVoltage, busV) ? [mismatch([...SUBSTATION, 'lowVoltage'], site.lowVoltage, 'the switchgear', busV)] : []
  const ofBlocks = blocks.flatMap(({ power }, index): Finding[] => {
    const { highVoltage, lowVoltage } = power.transformers
    const at = ['blocks', index, 'power', 'transformers']
    const lineV = LINE_V[power.distribution.kind]
    return [
      ...(highVoltage !== undefined && busV !== undefined && differ(highVoltage, busV) ? [mismatch([...at, 'highVoltage'], highVoltage, 'the bus of the site', busV)] : []),
      ...(lowVoltage !== undefined && lineV !== undefined && differ(lowVoltage, lineV) ? [mismatch([...at, 'lowVoltage'], lowVoltage, `the distribution of kind ${power.distribution.kind}`, lineV)] : []),
    ]
  })
  return [...feeds, ...low, ...ofBlocks]
}

/** Sources that meet over a tie that is closed as a rule. */
function loops({ switchgear }: Grid): Finding[] {
  if (switchgear === undefined || switchgear.tie === 'open' || switchgear.parallel || switchgear.scheme !== 'main-tie-main' || switchgear.sections < 2) return []
  return [{ path: ['grid', 'switchgear', 'tie'], message: 'closes a loop: the infeeds of the sections run in parallel over it', value: 'closed', allowed: 'open, or parallel: true when the protection is made for it' }]
}

/** Highest short-circuit current at a section, with its transformers on an unlimited network, A. */
function faultLevel({ substation, switchgear }: Grid): Finding[] {
  if (substation === undefined || switchgear === undefined) return []
  const { rated, impedance, count } = substation.transformers
  const isTogether = switchgear.tie === 'closed' || switchgear.scheme !== 'main-tie-main'
  const sections = switchgear.scheme === 'single' ? 1 : switchgear.sections
  const inParallel = isTogether ? count : Math.max(...Array.from({ length: sections }, (_, s) => Array.from({ length: count }, (__, i) => switchgear.infeeds?.[i] ?? (i % sections) + 1).filter(at => at === s + 1).length))
  const amperes = (inParallel * rated) / (Math.sqrt(3) * switchgear.voltage * impedance)
  const { interrupting } = switchgear.breakers
  if (amperes <= interrupting) return []
  return [{ path: ['grid', 'switchgear', 'breakers', 'interrupting'], message: `is below the fault level: ${inParallel} transformers feed ${(amperes / 1000).toFixed(1)} kA into a short circuit`, value: `${interrupting / 1000} kA`, allowed: `at least ${(Math.ceil(amperes / 100) / 10).toFixed(1)} kA, fewer transformers in parallel, or a higher impedance` }]
}

function infeeds({ substation, switchgear }: Grid): Finding[] {
  const sections = switchgear?.scheme === 'single' ? 1 : (switchgear?.sections ?? 1)
  return (switchgear?.infeeds ?? []).flatMap((section, index): Finding[] => {
    if (index >= (substation?.transformers.count ?? 0)) return [{ path: ['grid', 'switchgear', 'infeeds', index], message: 'is more than the substation has transformers', value: String(section), allowed: `${substation?.transformers.count ?? 0} in all` }]
    return section <= sections ? [] : [{ path: ['grid', 'switchgear', 'infeeds', index], message: 'is not a section', value: String(section), allowed: `1 to ${sections}` }]
  })
}

export const switchgearRules: readonly Rule[] = [
  rule('XF_LOSS', 'error', ['grid', 'blocks'], scenario => transformersOf(scenario).flatMap(losses)),
  rule('XF_ONAF', 'error', ['grid', 'blocks'], scenario => transformersOf(scenario).flatMap(ladder)),
  rule('VOLT', 'error', ['grid', 'blocks'], voltages),
  rule('BUS_LOOP', 'error', ['grid'], ({ grid }) => loops(grid)),
  rule('KA', 'error', ['grid'], ({ grid }) => faultLevel(grid)),
  rule('bus-section', 'error', ['grid'], ({ grid }) => infeeds(grid)),
]
