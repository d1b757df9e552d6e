/** Usual maintenance of equipment as typed rows: what is done how often, for how long, by whom, and whether the asset is out for it. */
import { HOUR_MS, YEAR_MS } from '../../base/spans.ts'
import type { AssetKind } from './assets.ts'
import type { Skill } from './skills.ts'

const MONTH_MS = YEAR_MS / 12

export interface StandardPlan {
  readonly id: string
  readonly for: AssetKind
  readonly interval: number
  readonly duration: number
  readonly skill: Skill
  readonly people: number
  /** The asset is out of service meanwhile. */
  readonly outage: boolean
  readonly switching: boolean
  /** High-voltage switching that takes a permit. */
  readonly permit: boolean
  readonly source: string
}

const NETA = 'practice after ANSI/NETA MTS, engineering default'
const NFPA = 'practice after NFPA 110, engineering default'
const ENGINEERING = 'engineering default'

type Rest = Partial<Pick<StandardPlan, 'switching' | 'permit'>>

const row = (id: string, kind: AssetKind, interval: number, hours: number, skill: Skill, outage: boolean, source: string, rest: Rest = {}): StandardPlan => ({
  id, for: kind, interval: Math.round(interval), duration: hours * HOUR_MS, skill, people: 1, outage, switching: false, permit: false, source, ...rest,
})
/** Switching takes the people that the crews of the site say. */
const SWITCHED: Rest = { switching: true }
const PERMITTED: Rest = { switching: true, permit: true }

/** Loaded tests, load-bank tests and batteries are kept by the sections of standby sets and UPS, inspections of engines by theirs. */
export const STANDARD_PLANS: readonly StandardPlan[] = [
  row('substation-oil', 'substationTransformer', 9 * MONTH_MS, 2, 'highVoltage', false, NETA),
  row('substation-tap-changer', 'substationTransformer', 7 * YEAR_MS, 72, 'highVoltage', true, NETA, PERMITTED),
  row('switchgear-scan', 'busSection', YEAR_MS, 4, 'highVoltage', false, NETA),
  row('bus-section', 'busSection', 6 * YEAR_MS, 24, 'highVoltage', true, NETA, PERMITTED),
  row('infeed-breaker', 'infeedBreaker', 3 * YEAR_MS, 8, 'highVoltage', true, NETA, PERMITTED),
  row('feeder-breaker', 'feederBreaker', 3 * YEAR_MS, 8, 'highVoltage', true, NETA, PERMITTED),
  row('relay-test', 'relay', 5 * YEAR_MS, 6, 'controls', true, NETA),
  row('transformer-oil', 'blockTransformer', 9 * MONTH_MS, 2, 'highVoltage', false, NETA),
  row('ups-module', 'upsModule', YEAR_MS / 2, 4, 'lowVoltage', true, ENGINEERING),
  row('mechanical-ups-module', 'mechanicalUpsModule', YEAR_MS / 2, 4, 'lowVoltage', true, ENGINEERING),
  row('busway-scan', 'busway', YEAR_MS, 1, 'lowVoltage', false, ENGINEERING),
  row('busway-torque', 'busway', 3 * YEAR_MS, 4, 'lowVoltage', true, ENGINEERING, SWITCHED),
  row('pdu-torque', 'pdu', 3 * YEAR_MS, 4, 'lowVoltage', true, ENGINEERING, SWITCHED),
  row('set-oil', 'standbySet', YEAR_MS, 4, 'mechanical', true, NFPA),
  row('set-coolant', 'standbySet', 3 * YEAR_MS, 8, 'mechanical', true, NFPA),
  row('set-batteries', 'standbySet', 3 * YEAR_MS, 2, 'mechanical', true, NFPA),
  row('fuel-polish', 'standbySet', YEAR_MS, 8, 'mechanical', false, NFPA),
  row('coil-wash', 'cooler', YEAR_MS / 2, 8, 'mechanical', true, ENGINEERING),
  row('hall-coil-wash', 'airCooler', YEAR_MS / 2, 8, 'mechanical', true, ENGINEERING),
  row('tower-cell', 'tower', YEAR_MS / 2, 6, 'mechanical', true, ENGINEERING),
  row('tower-basin', 'tower', YEAR_MS, 24, 'mechanical', true, ENGINEERING),
  row('hall-tower-cell', 'airTower', YEAR_MS / 2, 6, 'mechanical', true, ENGINEERING),
  row('hall-tower-basin', 'airTower', YEAR_MS, 24, 'mechanical', true, ENGINEERING),
  row('chiller-quarterly', 'airChiller', YEAR_MS / 4, 6, 'mechanical', true, ENGINEERING),
  row('chiller-yearly', 'airChiller', YEAR_MS, 24, 'mechanical', true, ENGINEERING),
  row('trim-quarterly', 'trimChiller', YEAR_MS / 4, 6, 'mechanical', true, ENGINEERING),
  row('trim-yearly', 'trimChiller', YEAR_MS, 24, 'mechanical', true, ENGINEERING),
  row('facility-pump', 'facilityPump', YEAR_MS, 4, 'mechanical', true, ENGINEERING),
  row('chilled-pump', 'chilledPump', YEAR_MS, 4, 'mechanical', true, ENGINEERING),
  row('controls-patch', 'plantController', YEAR_MS / 2, 2, 'controls', false, ENGINEERING),
  row('cdu-filter', 'cdu', YEAR_MS / 2, 1, 'liquid', true, ENGINEERING),
  row('cdu-fluid', 'cdu', YEAR_MS / 4, 1, 'liquid', false, ENGINEERING),
  row('cdu-exchanger', 'cdu', 2 * YEAR_MS, 8, 'liquid', true, ENGINEERING),
  row('handler-filters', 'airHandler', YEAR_MS / 2, 2, 'mechanical', true, ENGINEERING),
]
