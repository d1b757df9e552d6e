/** Rules of a block's cooling: temperatures in order, a sink for every kind of heat, machines in countable numbers. */
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

const itMaxW = (block: Block): number => block.racks.reduce((sum, lot) => sum + lot.count * lot.max, 0)
const liquidMaxW = (block: Block): number => block.racks.reduce((sum, lot) => sum + lot.count * lot.max * lot.liquidFraction, 0)

function coolerRating({ units }: Cooling): Finding | undefined {
  if (units === undefined) return undefined
  const { airIn, waterIn, waterOut } = units
  const effectiveness = (waterIn - waterOut) / (waterIn - airIn)
  if (waterIn > airIn && effectiveness > 0 && effectiveness < EFFECTIVENESS_MAX) return undefined
  return { path: ['units'], message: `cools water from ${degrees(waterIn)} to ${degrees(waterOut)} with air of ${degrees(airIn)}, which no cooler can`, allowed: 'waterOut below waterIn by less than 0.8 of waterIn − airIn' }
}

/** Supply temperatures that leave no room for the heat on the way from chip to plant. */
function supplyTooWarm({ supply, cdu, chip }: Cooling, block: Block): Finding | undefined {
  if (liquidMaxW(block) === 0 || supply + cdu.approach < chip.coolantMax) return undefined
  return { path: ['supply'], message: `gives coolant of ${degrees(supply + cdu.approach)} at design load, not below what the racks allow`, value: degrees(supply), allowed: `below ${degrees(chip.coolantMax - cdu.approach)}` }
}

function liquidSink({ plant, units, trim }: Cooling, block: Block): Finding | undefined {
  if (liquidMaxW(block) === 0) return undefined
  const sink = plant === 'dry-adiabatic' ? 'units' : 'trim'
  const machines = sink === 'units' ? units : trim
  if (machines !== undefined && machines.count > 0) return undefined
  return { path: [sink], message: `has none, but the racks have ${(liquidMaxW(block) / 1e6).toFixed(1)} MW in cold plates`, allowed: 'at least one' }
}

function tooMany({ units, trim, air, cdu }: Cooling, block: Block): Finding | undefined {
  const kinds: readonly (readonly [string[], number])[] = [
    [['units', 'count'], units?.count ?? 0],
    [['trim', 'count'], trim?.count ?? 0],
    [['air', 'chillers', 'heat'], air.chillers.count ?? itMaxW(block) / air.chillers.heat],
    [['air', 'unit'], itMaxW(block) / air.unit],
    [['cdu', 'rated'], liquidMaxW(block) / cdu.rated],
  ]
  const found = kinds.find(([, machines]) => machines > MACHINES_MAX)
  return found === undefined ? undefined : { path: found[0], message: `takes ${Math.ceil(found[1])} machines in one block`, allowed: `at most ${MACHINES_MAX}` }
}

export const coolingRules: readonly Rule[] = [
  rule('chilled-water', 'error', ['blocks'], ({ blocks }) =>
    ofCooling(blocks, ({ air }) => (air.return > air.supply ? undefined : { path: ['air', 'return'], message: 'is not warmer than the supply', value: degrees(air.return), allowed: `above ${degrees(air.supply)}` })),
  ),
  rule('cooler-rating', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, coolerRating)),
  rule('chip-limits', 'error', ['blocks'], ({ blocks }) =>
    ofCooling(blocks, ({ chip }) => (chip.throttle < chip.shutdown ? undefined : { path: ['chip', 'throttle'], message: 'is not below the shutdown temperature', value: degrees(chip.throttle), allowed: `below ${degrees(chip.shutdown)}` })),
  ),
  rule('inlet-limits', 'error', ['blocks'], ({ blocks }) =>
    ofCooling(blocks, ({ air }) => (air.inletWarning < air.inletMax ? undefined : { path: ['air', 'inletWarning'], message: 'is not below the highest inlet', value: degrees(air.inletWarning), allowed: `below ${degrees(air.inletMax)}` })),
  ),
  rule('coolant-too-warm', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, supplyTooWarm)),
  rule('no-heat-sink', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, liquidSink)),
  rule('too-many-machines', 'error', ['blocks'], ({ blocks }) => ofCooling(blocks, tooMany)),
]
