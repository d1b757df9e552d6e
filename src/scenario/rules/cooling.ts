/** Rules of a block's cooling: temperatures in order, a sink for every kind of heat, machines in countable numbers. */
import { cduUsableW } from '../cdu-heat.ts'
import { sumPerPlace } from '../lots.ts'
import { facilityFluid } from '../catalog/fluids.ts'
import { liquidShare } from '../liquid-share.ts'
import { W_CLASS_MAX_C } from '../schema/block-cooling.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]
type Cooling = Block['cooling']
/** Machines of one kind in one block beyond which a size is a slip of units. */
const MACHINES_MAX = 10_000
/** A cooler cannot bring its water closer to the air than this share of the initial difference. */
const EFFECTIVENESS_MAX = 0.8

const degrees = (celsius: number): string => `${Number(celsius.toFixed(2))} degC`

/** Findings over the cooling sections of all blocks, with paths below them. */
const ofCooling = (blocks: readonly Block[], find: (cooling: Cooling, block: Block) => Finding | undefined): Finding[] =>
  blocks.flatMap((block, index) => {
    const found = find(block.cooling, block)
    return found === undefined ? [] : [{ ...found, path: ['blocks', index, 'cooling', ...found.path] }]
  })

const itMaxW = (block: Block): number => sumPerPlace(block, lot => lot.max)
const liquidMaxW = (block: Block): number => sumPerPlace(block, lot => lot.max * liquidShare(block.cooling, lot))

function coolerRating({ units }: Cooling): Finding | undefined {
  if (units === undefined) return undefined
  const { airIn, waterIn, waterOut } = units
  const effectiveness = (waterIn - waterOut) / (waterIn - airIn)
  if (waterIn > airIn && effectiveness > 0 && effectiveness < EFFECTIVENESS_MAX) return undefined
  return { path: ['units'], message: `cools water from ${degrees(waterIn)} to ${degrees(waterOut)} with air of ${degrees(airIn)}, which no cooler can`, allowed: 'waterOut below waterIn by less than 0.8 of waterIn − airIn' }
}

/** Coolant that is warmer at design load than the vendor's warranty allows, though chips do not throttle. */
function beyondWarranty({ supply, cdu, chip }: Cooling, block: Block): Finding | undefined {
  if (liquidMaxW(block) === 0 || supply + cdu.approach <= chip.coolantMax) return undefined
  return { path: ['supply'], message: `gives coolant of ${degrees(supply + cdu.approach)} at design load, above what the vendor of the racks warrants; the hours are counted`, value: degrees(supply), allowed: `at most ${degrees(chip.coolantMax - cdu.approach)}` }
}

/** A promised class of facility water that the set point itself breaks. */
function aboveClass({ supply, wClass, facilityLoop }: Cooling, block: Block): Finding | undefined {
  const highest = supply + (facilityLoop.reset === undefined ? 0 : facilityLoop.reset.load + facilityLoop.reset.weather)
  if (wClass === undefined || liquidMaxW(block) === 0 || highest <= W_CLASS_MAX_C[wClass]) return undefined
  return { path: ['supply'], message: `${highest > supply ? `with a reset of ${highest - supply} K ` : ''}is warmer than class ${wClass} of the facility water`, value: degrees(supply), allowed: `at most ${degrees(W_CLASS_MAX_C[wClass])}, or a warmer class` }
}

/** A reset that would have its whole rise in warmer air than none of it. */
function resetBackwards({ facilityLoop, air }: Cooling): Finding | undefined {
  for (const [loop, { reset }] of [['facilityLoop', facilityLoop], ['air', air]] as const) {
    if (reset !== undefined && reset.cold >= reset.hot) return { path: [loop, 'reset', 'cold'], message: 'is not below the temperature from which nothing is added', value: degrees(reset.cold), allowed: `below ${degrees(reset.hot)}` }
  }
  return undefined
}

/** Coolant must stay this far above the dew point of the hall, K; engineering default. */
const DEW_POINT_MARGIN_K = 2

function coolantSweats({ supply, cdu, air }: Cooling, block: Block): Finding | undefined {
  const least = air.dewPoint + DEW_POINT_MARGIN_K
  if (liquidMaxW(block) === 0 || supply + cdu.approach >= least) return undefined
  return { path: ['supply'], message: `gives coolant of ${degrees(supply + cdu.approach)} at design load, less than 2 K above the dew point of ${degrees(air.dewPoint)} that the hall may have: pipes sweat`, value: degrees(supply), allowed: `at least ${degrees(least - cdu.approach)}, or a drier hall (air.dewPoint)` }
}

/** Distribution units that carry less than the cold plates give, with the spare ones left as spares. */
function tooFewCdus({ cdu }: Cooling, block: Block): Finding | undefined {
  if (cdu.count === undefined) return undefined
  const usableW = Math.max(0, cdu.count - cdu.spare) * cduUsableW(block.cooling)
  const heatW = Math.min(liquidMaxW(block), rowsMaxW(block))
  if (usableW >= heatW) return undefined
  const where = cdu.rows === undefined ? '' : ' of the rows of a group'
  return { path: ['cdu', 'count'], message: `leaves ${(usableW / 1e6).toFixed(2)} MW beside the spare units for ${(heatW / 1e6).toFixed(2)} MW in cold plates${where}`, value: String(cdu.count), allowed: `at least ${Math.ceil(heatW / cduUsableW(block.cooling)) + cdu.spare}` }
}

/** Most heat, W, that the cold plates of a group of rows give; Infinity where the block is one group. */
function rowsMaxW({ cooling, racks }: Block): number {
  const { cdu: { rows }, leaks: { racksPerRow } } = cooling
  return rows === undefined ? Infinity : rows * racksPerRow * racks.reduce((most, lot) => Math.max(most, lot.max * liquidShare(cooling, lot)), 0)
}

/** Chillers for the share of heat that cold plates do not take. */
function airForgotten({ air }: Cooling, block: Block): Finding | undefined {
  const { count, heat } = air.chillers
  const airW = itMaxW(block) - liquidMaxW(block)
  const hasChillers = air.plant === 'air-cooled-chiller' || air.plant === 'water-cooled-chiller'
  if (!hasChillers || count === undefined || airW <= 0 || count * heat >= airW) return undefined
  return { path: ['air', 'chillers', 'count'], message: `carries ${((count * heat) / 1e6).toFixed(2)} MW of the ${(airW / 1e6).toFixed(2)} MW that the racks give into the air of the hall`, value: String(count), allowed: `at least ${Math.ceil(airW / heat)}` }
}

/** Shares of air that cannot go both astray: servers breathe less than nothing else. */
function leakyContainment({ air }: Cooling): Finding | undefined {
  if (air.recirculation + air.bypass < 1) return undefined
  return { path: ['air', 'recirculation'], message: `and a bypass of ${air.bypass} leave no air that cools`, value: String(air.recirculation), allowed: 'recirculation + bypass below 1; contained 0.05 and 0.1, open 0.2 and 0.4' }
}

/** Tanks have no exhaust that doors could cool. */
function doorsOnTanks({ immersion, air }: Cooling): Finding | undefined {
  if (immersion === undefined || air.rearDoors === undefined) return undefined
  return { path: ['air', 'rearDoors'], message: 'are on racks, but the racks of this block stand in tanks', allowed: 'either rear doors or immersion in one block' }
}

/** Slack between a stated heat capacity of glycol and that of tables. */
const HEAT_CAPACITY_SLACK = 0.02

/** Glycol whose lower heat capacity is not applied. */
function glycolAsWater({ facilityLoop: { glycol, heatCapacity } }: Cooling): Finding | undefined {
  if (heatCapacity === undefined || glycol === 0) return undefined
  const most = facilityFluid(glycol).heatCapacityJPerKgK * (1 + HEAT_CAPACITY_SLACK)
  if (heatCapacity <= most) return undefined
  return { path: ['facilityLoop', 'heatCapacity'], message: `is not that of ${(glycol * 100).toFixed(0)} % glycol, which carries less heat than water`, value: `${heatCapacity} J/kg/K`, allowed: `at most ${Math.floor(most)} J/kg/K; leave it out to have that of the glycol applied` }
}

function tooMany({ units, trim, towers, air, cdu }: Cooling, block: Block): Finding | undefined {
  const kinds: readonly (readonly [string[], number])[] = [
    [['units', 'count'], units?.count ?? 0],
    [['trim', 'count'], trim?.count ?? 0],
    [['towers', 'count'], towers?.count ?? 0],
    [['air', 'units', 'count'], air.units?.count ?? 0],
    [['air', 'towers', 'count'], air.towers?.count ?? 0],
    [['air', 'chillers', 'heat'], air.chillers.count ?? itMaxW(block) / air.chillers.heat],
    [['air', 'unit'], itMaxW(block) / air.unit],
    [['cdu', 'rated'], liquidMaxW(block) / cdu.rated],
  ]
  const found = kinds.find(([, machines]) => machines > MACHINES_MAX)
  return found === undefined ? undefined : { path: found[0], message: `takes ${Math.ceil(found[1])} machines in one block`, allowed: `at most ${MACHINES_MAX}` }
}

export const coolingRules: readonly Rule[] = [
  rule('cooler-rating', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, coolerRating)),
  rule('chip-limits', 'error', ['blocks'], ({ blocks }) =>
    ofCooling(blocks, ({ chip }) => (chip.throttle < chip.shutdown ? undefined : { path: ['chip', 'throttle'], message: 'is not below the shutdown temperature', value: degrees(chip.throttle), allowed: `below ${degrees(chip.shutdown)}` })),
  ),
  rule('inlet-limits', 'error', ['blocks'], ({ blocks }) =>
    ofCooling(blocks, ({ air }) => (air.itClass !== undefined || air.inletWarning < air.inletMax ? undefined : { path: ['air', 'inletWarning'], message: 'is not below the highest inlet', value: degrees(air.inletWarning), allowed: `below ${degrees(air.inletMax)}` })),
  ),
  rule('reset-range', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, resetBackwards)),
  rule('W_CLASS', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, aboveClass)),
  rule('warranty', 'warn', ['blocks'], ({ blocks }) => ofCooling(blocks, beyondWarranty)),
  rule('DEWPOINT', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, coolantSweats)),
  rule('CDU_SUM', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, tooFewCdus)),
  rule('AIR_FORGOTTEN', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, airForgotten)),
  rule('RECIRC_BYPASS', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, leakyContainment)),
  rule('rear-doors', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, doorsOnTanks)),
  rule('leak-damage', 'error', ['blocks'], ({ blocks }) =>
    ofCooling(blocks, ({ leaks }) => (leaks.damageMin <= leaks.damageMax ? undefined : { path: ['leaks', 'damageMin'], message: 'is more than the most damage', value: String(leaks.damageMin), allowed: `at most ${leaks.damageMax}` })),
  ),
  rule('GLYCOL_CP', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, glycolAsWater)),
  rule('too-many-machines', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, tooMany)),
]
