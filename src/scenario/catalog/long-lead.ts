/** Equipment with long lead times: how long it takes from order to arrival, and from there until it may be used. Weeks. */
import type { Confidence } from '../../base/quantity.ts'

/**
 * What an item holds until it is there: the feeds that come in at the substation, the third level of all blocks, its plant or store, or
 * the second level of a system of its block.
 */
export type Holds = 'feeds' | 'switchgear' | 'plant' | 'storage' | 'power' | 'cooling'

export interface LongLeadEntry {
  readonly label: string
  /** Least, most likely and most. */
  readonly weeks: readonly [number, number, number]
  /** From arrival until it may be energised; 0 where rough-in and level 2 of the block hold it. */
  readonly installationWeeks: number
  readonly source: string
  readonly confidence: Confidence
  readonly holds: Holds
}

const CUSHMAN = 'Cushman & Wakefield Development Cost Guide 2025'
const WOOD_MACKENZIE = 'Wood Mackenzie Q2 2025, in trade press'
const SPGLOBAL = 'S&P Global, May 2025'
const ENGINEERING = 'engineering default'

export const LONG_LEAD = {
  hvTransformers: { label: 'High-voltage transformers', weeks: [90, 128, 200], installationWeeks: 8, source: `${WOOD_MACKENZIE}: mean 128 weeks; others 144–180`, confidence: 'medium', holds: 'feeds' },
  gsuTransformers: { label: 'Generator step-up transformers', weeks: [100, 144, 210], installationWeeks: 8, source: `${WOOD_MACKENZIE}: mean 144 weeks`, confidence: 'medium', holds: 'plant' },
  hvBreakers: { label: 'High-voltage breakers', weeks: [80, 120, 180], installationWeeks: 4, source: ENGINEERING, confidence: 'low', holds: 'feeds' },
  mvSwitchgear: { label: 'Medium-voltage switchgear', weeks: [40, 60, 90], installationWeeks: 6, source: `${CUSHMAN}: 46–48 weeks; McKinsey: up to 80`, confidence: 'medium', holds: 'switchgear' },
  transformers: { label: 'Block transformers', weeks: [26, 50, 100], installationWeeks: 0, source: 'McKinsey, in trade press: 50 weeks', confidence: 'medium', holds: 'power' },
  switchboards: { label: 'Low-voltage switchboards', weeks: [30, 46, 70], installationWeeks: 0, source: ENGINEERING, confidence: 'low', holds: 'power' },
  generators: { label: 'Standby sets', weeks: [40, 72, 110], installationWeeks: 0, source: `${CUSHMAN}: 30–110 weeks`, confidence: 'medium', holds: 'power' },
  ups: { label: 'UPS', weeks: [24, 32, 44], installationWeeks: 0, source: `${CUSHMAN}: 28–36 weeks`, confidence: 'medium', holds: 'power' },
  pdu: { label: 'Power distribution units', weeks: [16, 28, 36], installationWeeks: 0, source: `${CUSHMAN}: 24–32 weeks`, confidence: 'medium', holds: 'power' },
  chillers: { label: 'Chillers', weeks: [28, 44, 110], installationWeeks: 0, source: `${CUSHMAN}: more than 30, up to 110 weeks`, confidence: 'medium', holds: 'cooling' },
  coolers: { label: 'Dry coolers', weeks: [20, 32, 52], installationWeeks: 0, source: ENGINEERING, confidence: 'low', holds: 'cooling' },
  towers: { label: 'Cooling towers', weeks: [20, 32, 52], installationWeeks: 0, source: ENGINEERING, confidence: 'low', holds: 'cooling' },
  airHandlers: { label: 'Air handlers', weeks: [24, 34, 48], installationWeeks: 0, source: `${CUSHMAN}: 28–38 weeks`, confidence: 'medium', holds: 'cooling' },
  cdus: { label: 'Coolant distribution units', weeks: [16, 28, 52], installationWeeks: 0, source: ENGINEERING, confidence: 'low', holds: 'cooling' },
  turbines: { label: 'Gas turbines', weeks: [52, 130, 260], installationWeeks: 12, source: `${SPGLOBAL}: one to seven years by model`, confidence: 'low', holds: 'plant' },
  heavyTurbines: { label: 'Heavy-frame gas turbines', weeks: [156, 260, 364], installationWeeks: 26, source: `${SPGLOBAL}: five to seven years`, confidence: 'low', holds: 'plant' },
  engines: { label: 'Gas engines', weeks: [52, 65, 90], installationWeeks: 10, source: 'trade press: 12–18 months', confidence: 'low', holds: 'plant' },
  storage: { label: 'Battery storage', weeks: [26, 40, 60], installationWeeks: 6, source: ENGINEERING, confidence: 'low', holds: 'storage' },
} as const satisfies Readonly<Record<string, LongLeadEntry>>

export type EquipmentKind = keyof typeof LONG_LEAD
export const EQUIPMENT_KINDS = Object.keys(LONG_LEAD) as readonly EquipmentKind[] as readonly [EquipmentKind, ...EquipmentKind[]]
