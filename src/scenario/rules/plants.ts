/** Rules of the plants of a block's two loops: the machines that each needs, chillers of the right kind, water that returns warmer. */
import { sumPerPlace } from '../lots.ts'
import { liquidShare } from '../liquid-share.ts'
import type { PLANTS } from '../schema/block-cooling.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]
type PlantKind = (typeof PLANTS)[number]
type Part = 'coolers' | 'chillers' | 'towers'

/** Parts without which a plant is none; the engine's definitions name the same. */
export const PLANT_NEEDS: Readonly<Record<PlantKind, readonly Part[]>> = {
  'dry-adiabatic': ['coolers'],
  'air-cooled-chiller': ['chillers'],
  'water-cooled-chiller': ['chillers', 'towers'],
  'cooling-tower': ['towers'],
}
/** What must cool the condensers of a plant's chillers. */
const CONDENSER: Readonly<Record<PlantKind, 'air' | 'water'>> = { 'dry-adiabatic': 'air', 'air-cooled-chiller': 'air', 'water-cooled-chiller': 'water', 'cooling-tower': 'water' }

const degrees = (celsius: number): string => `${Number(celsius.toFixed(2))} degC`

/** One of the two loops of a block: its heat, its plant and where the parts of that stand. */
interface Loop {
  readonly index: number
  readonly plant: PlantKind
  readonly heat: string
  readonly path: readonly string[]
  readonly parts: Readonly<Record<Part, { readonly key: string; readonly count: number | undefined }>>
  readonly cooledBy: 'air' | 'water' | undefined
}

const loopsOf = (blocks: readonly Block[]): Loop[] =>
  blocks.flatMap((block, index): Loop[] => {
    const { cooling } = block
    const { air } = cooling
    const liquidW = sumPerPlace(block, lot => lot.max * liquidShare(cooling, lot))
    const ofAir: Loop = {
      index, plant: air.plant, heat: 'heat in the air of the hall', path: ['air'], cooledBy: air.chillers.cooledBy,
      // A count that is left out is as many as the heat takes; too low a one is told as AIR_FORGOTTEN.
      parts: { coolers: { key: 'units', count: air.units?.count }, chillers: { key: 'chillers', count: Math.max(1, air.chillers.count ?? 1) }, towers: { key: 'towers', count: air.towers?.count } },
    }
    if (liquidW === 0) return [ofAir]
    return [
      {
        index, plant: cooling.plant, heat: `${(liquidW / 1e6).toFixed(1)} MW in cold plates`, path: [], cooledBy: cooling.trim?.cooledBy,
        parts: { coolers: { key: 'units', count: cooling.units?.count }, chillers: { key: 'trim', count: cooling.trim?.count }, towers: { key: 'towers', count: cooling.towers?.count } },
      },
      ofAir,
    ]
  })

const at = ({ index, path }: Loop, ...rest: readonly string[]): Finding['path'] => ['blocks', index, 'cooling', ...path, ...rest]

const missingParts = (loop: Loop): Finding[] =>
  PLANT_NEEDS[loop.plant]
    .map(part => loop.parts[part])
    .filter(({ count }) => count === undefined || count === 0)
    .map(({ key }) => ({ path: at(loop, key), message: `has none, but a ${loop.plant} plant must carry the ${loop.heat}`, allowed: 'at least one' }))

function wrongCondenser(loop: Loop): Finding[] {
  const wanted = CONDENSER[loop.plant]
  const { key, count } = loop.parts.chillers
  const isUsed = PLANT_NEEDS[loop.plant].includes('chillers') || (loop.plant === 'dry-adiabatic' && loop.path.length === 0)
  if (!isUsed || count === undefined || count === 0 || loop.cooledBy === undefined || loop.cooledBy === wanted) return []
  return [{ path: at(loop, key, 'model'), message: `has condensers cooled by ${loop.cooledBy}, which a ${loop.plant} plant cannot`, value: loop.cooledBy, allowed: `chillers cooled by ${wanted}` }]
}

const returnsColder = (blocks: readonly Block[]): Finding[] =>
  blocks.flatMap(({ cooling: { air } }, index) =>
    air.return > air.supply ? [] : [{ path: ['blocks', index, 'cooling', 'air', 'return'], message: 'is not warmer than the supply', value: degrees(air.return), allowed: `above ${degrees(air.supply)}` }],
  )

export const plantRules: readonly Rule[] = [
  rule('CHW_RANGE', 'error', ['blocks'], ({ blocks }) => returnsColder(blocks)),
  rule('no-heat-sink', 'error', ['blocks'], ({ blocks }) => loopsOf(blocks).flatMap(missingParts)),
  rule('condenser-cooling', 'error', ['blocks'], ({ blocks }) => loopsOf(blocks).flatMap(wrongCondenser)),
]
