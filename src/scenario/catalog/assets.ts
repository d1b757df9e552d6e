/**
 * Kinds of equipment that can be out of service one by one: what people call them, who works on them, and what is lost last of the loads
 * that hang on them (shed order: 1 cooling, 2 network and storage, 5 deferrable).
 */
import type { Skill } from './skills.ts'

export interface AssetType {
  readonly label: string
  /** Skill of those who repair it. */
  readonly skill: Skill
  /** Work on it is preceded and followed by switching: it takes a second person, and mistakes are likelier. */
  readonly isSwitching: boolean
  /** Most important load class that hangs on it. */
  readonly classAtRisk: number
  /** Useful life, years, beyond which it fails more often; Infinity where its own model of wear says when (insulation of transformers). */
  readonly lifeYears: number
}

/** Lives of equipment, years; usual planning figures, engineering defaults. */
const LIFE = { switchgear: 30, ups: 15, storage: 15, set: 25, coolers: 20, cdu: 12, controls: 12 } as const

const of = (label: string, skill: Skill, isSwitching: boolean, classAtRisk: number, lifeYears: number): AssetType => ({ label, skill, isSwitching, classAtRisk, lifeYears })

const TABLE = {
  substationTransformer: of('substation transformer', 'highVoltage', true, 1, Infinity),
  substationTapChanger: of('tap changer or bushing of a substation transformer', 'highVoltage', true, 1, LIFE.switchgear),
  busSection: of('section of the medium-voltage bus', 'highVoltage', true, 1, LIFE.switchgear),
  relay: of('protection relay', 'controls', false, 1, LIFE.controls),
  infeedBreaker: of('breaker of an infeed', 'highVoltage', true, 1, LIFE.switchgear),
  feederBreaker: of('breaker of a block at its section', 'highVoltage', true, 1, LIFE.switchgear),
  blockTransformer: of('block transformer', 'highVoltage', true, 1, Infinity),
  blockTapChanger: of('tap changer or bushing of a block transformer', 'highVoltage', true, 1, LIFE.switchgear),
  mainBreaker: of('breaker between a block transformer and the switchboard', 'lowVoltage', true, 1, LIFE.switchgear),
  mechanicalUpsModule: of('module of the UPS of pumps and fans', 'lowVoltage', false, 1, LIFE.ups),
  upsModule: of('UPS module', 'lowVoltage', false, 1, LIFE.ups),
  upsSystem: of('UPS system', 'lowVoltage', true, 1, LIFE.ups),
  pdu: of('distribution unit', 'lowVoltage', true, 2, LIFE.switchgear),
  busway: of('busway section', 'lowVoltage', true, 2, LIFE.switchgear),
  engine: of('gas engine or turbine', 'mechanical', false, 1, LIFE.set),
  storageConverter: of('unit of site storage', 'lowVoltage', false, 5, LIFE.storage),
  standbySet: of('standby set', 'mechanical', false, 1, LIFE.set),
  cooler: of('cooler', 'mechanical', false, 2, LIFE.coolers),
  tower: of('tower cell', 'mechanical', false, 2, LIFE.coolers),
  airCooler: of('hall cooler', 'mechanical', false, 2, LIFE.coolers),
  trimChiller: of('trim chiller', 'mechanical', false, 2, LIFE.coolers),
  airChiller: of('chiller', 'mechanical', false, 2, LIFE.coolers),
  airTower: of('hall tower cell', 'mechanical', false, 2, LIFE.coolers),
  cdu: of('coolant distribution unit', 'liquid', false, 2, LIFE.cdu),
  airHandler: of('air handler', 'mechanical', false, 2, LIFE.coolers),
  cduPump: of('pump of a coolant distribution unit', 'liquid', false, 2, LIFE.cdu),
  facilityPump: of('pump of the facility loop', 'mechanical', false, 2, LIFE.coolers),
  chilledPump: of('chilled-water pump', 'mechanical', false, 2, LIFE.coolers),
  plantController: of('controller of the plants', 'controls', false, 1, LIFE.controls),
} as const

export type AssetKind = keyof typeof TABLE
export const ASSETS: Readonly<Record<AssetKind, AssetType>> = TABLE
export const ASSET_KINDS = Object.keys(TABLE) as readonly AssetKind[]
