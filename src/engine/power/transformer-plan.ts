/** Groups of equal transformers in parallel in engine units: the substation's and each block's. Equal units at equal load share one thermal state. */
import type { Distribution } from '../../base/distribution.ts'
import { WEEK_MS } from '../../base/spans.ts'
import { type TransformerThermal, DISTRIBUTION, INDOOR_SURCHARGE_K, ONAF_POWER, ONAN_POWER } from '../../physics/transformer-hot-spot.ts'
import { type LoadTable, type LoadingLimit, LOADING_KINDS, loadTable, loadingLimit } from '../../physics/transformer-limits.ts'
import type { CatalogRow } from '../../scenario/schema/fields.ts'
import type { transformerCatalog } from '../../scenario/catalog/transformers.ts'

export type TransformerSection = CatalogRow<typeof transformerCatalog>

/** Cooling by one setting of the fans: constants that hold for a load fraction of that setting's own rating. */
export interface CoolingStage {
  readonly thermal: TransformerThermal
  /** Rating in this setting per highest rating. */
  readonly rating: number
}

export interface TransformerThermalPlan {
  /** From no fans to all. */
  readonly stages: readonly CoolingStage[]
  readonly surchargeK: number
  readonly isUpgraded: boolean
  /** Limits in order of {@link LOADING_KINDS}. */
  readonly limits: readonly LoadingLimit[]
  /** Load fraction that dispatch allows, per whole degree of ambient temperature; and that of continuous loading. */
  readonly allowed: LoadTable
  readonly continuous: LoadTable
  readonly lifeUsed: number
  readonly lifeMs: number
}

export interface TransformerCare {
  readonly spares: number
  readonly lead: Distribution
  readonly minor: { readonly failuresPerYear: number; readonly repairMs: number }
}

const pertWeeks = (low: number, mode: number, high: number): Distribution => ({ kind: 'pert', low: low * WEEK_MS, mode: mode * WEEK_MS, high: high * WEEK_MS })
/** Delivery: Wood Mackenzie (power) and McKinsey (distribution) in trade press. */
const LEAD = { power: pertWeeks(90, 128, 200), distribution: pertWeeks(26, 50, 100) } as const

function stagesOf({ thermal, natural, firstFans }: TransformerSection): CoolingStage[] {
  if (thermal === 'distribution') return [{ thermal: DISTRIBUTION, rating: 1 }]
  return [
    { thermal: ONAN_POWER, rating: natural },
    { thermal: ONAF_POWER, rating: firstFans },
    { thermal: ONAF_POWER, rating: 1 },
  ]
}

export function transformerThermalPlan(section: TransformerSection): TransformerThermalPlan {
  const stages = stagesOf(section)
  const full = stages[stages.length - 1].thermal
  const limits = LOADING_KINDS.map(kind => loadingLimit(kind, section.paper))
  const surchargeK = section.indoor ? INDOOR_SURCHARGE_K : 0
  const table = (limit: LoadingLimit): LoadTable => loadTable(full, section.rated, limit)
  const continuous = table(limits[0])
  return {
    stages,
    surchargeK,
    isUpgraded: section.paper === 'upgraded',
    limits,
    continuous,
    allowed: section.loading === 'continuous' ? continuous : table(limits[LOADING_KINDS.indexOf(section.loading)]),
    lifeUsed: section.lifeUsed,
    lifeMs: section.life,
  }
}

export function transformerCare(section: TransformerSection): TransformerCare {
  return {
    spares: section.spare,
    lead: section.lead ?? LEAD[section.thermal],
    minor: { failuresPerYear: section.minorFailures, repairMs: section.minorRepair },
  }
}

/** Transformers in parallel. */
export interface TransformerGroupPlan {
  /** Path of the group; a unit's has its number behind it. */
  readonly path: string
  /** Block, −1 for the substation. */
  readonly block: number
  readonly count: number
  /** Power that one of them carries at its rating, W. */
  readonly unitW: number
  readonly thermal: TransformerThermalPlan
  readonly care: TransformerCare
}

/** Groups of a site: the substation first, then one a block. */
export function transformerGroups(parts: readonly (Omit<TransformerGroupPlan, 'thermal' | 'care'> & { readonly section: TransformerSection })[]): TransformerGroupPlan[] {
  // A site of a thousand equal blocks builds its tables once.
  const known = new Map<string, TransformerThermalPlan>()
  return parts.map(({ section, ...group }) => {
    const { count: _count, ...type } = section as TransformerSection & { readonly count?: number }
    const key = JSON.stringify(type)
    const thermal = known.get(key) ?? transformerThermalPlan(section)
    known.set(key, thermal)
    return { ...group, thermal, care: transformerCare(section) }
  })
}
