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
}

const of = (label: string, skill: Skill, isSwitching: boolean, classAtRisk: number): AssetType => ({ label, skill, isSwitching, classAtRisk })

const TABLE = {
  substationTransformer: of('substation transformer', 'highVoltage', true, 1),
  substationTapChanger: of('tap changer or bushing of a substation transformer', 'highVoltage', true, 1),
  busSection: of('section of the medium-voltage bus', 'highVoltage', true, 1),
  relay: of('protection relay', 'controls', false, 1),
  infeedBreaker: of('breaker of an infeed', 'highVoltage', true, 1),
  feederBreaker: of('breaker of a block at its section', 'highVoltage', true, 1),
  blockTransformer: of('block transformer', 'highVoltage', true, 1),
  blockTapChanger: of('tap changer or bushing of a block transformer', 'highVoltage', true, 1),
  mainBreaker: of('breaker between a block transformer and the switchboard', 'lowVoltage', true, 1),
  mechanicalUpsModule: of('module of the UPS of pumps and fans', 'lowVoltage', false, 1),
  upsModule: of('UPS module', 'lowVoltage', false, 1),
  upsSystem: of('UPS system', 'lowVoltage', true, 1),
  pdu: of('distribution unit', 'lowVoltage', true, 2),
  busway: of('busway section', 'lowVoltage', true, 2),
  engine: of('gas engine or turbine', 'mechanical', false, 1),
  storageConverter: of('unit of site storage', 'lowVoltage', false, 5),
  standbySet: of('standby set', 'mechanical', false, 1),
  cooler: of('cooler', 'mechanical', false, 2),
  tower: of('tower cell', 'mechanical', false, 2),
  airCooler: of('hall cooler', 'mechanical', false, 2),
  trimChiller: of('trim chiller', 'mechanical', false, 2),
  airChiller: of('chiller', 'mechanical', false, 2),
  airTower: of('hall tower cell', 'mechanical', false, 2),
  cdu: of('coolant distribution unit', 'liquid', false, 2),
  airHandler: of('air handler', 'mechanical', false, 2),
  cduPump: of('pump of a coolant distribution unit', 'liquid', false, 2),
  facilityPump: of('pump of the facility loop', 'mechanical', false, 2),
  chilledPump: of('chilled-water pump', 'mechanical', false, 2),
  plantController: of('controller of the plants', 'controls', false, 1),
} as const

export type AssetKind = keyof typeof TABLE
export const ASSETS: Readonly<Record<AssetKind, AssetType>> = TABLE
export const ASSET_KINDS = Object.keys(TABLE) as readonly AssetKind[]
