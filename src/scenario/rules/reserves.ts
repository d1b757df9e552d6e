/** Rules of a reserve that several blocks share: it has no racks of its own, backs blocks that exist and no other reserve has, and can carry them. */
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Blocks = Scenario['blocks']
type Catches = NonNullable<Blocks[number]['power']['catches']>

const ofReserves = (blocks: Blocks, find: (catches: Catches, index: number) => readonly Finding[]): Finding[] =>
  blocks.flatMap(({ power: { catches } }, index) => (catches === undefined ? [] : find(catches, index)))

const itMaxW = ({ racks }: Blocks[number]): number => racks.reduce((sum, lot) => sum + lot.count * lot.max, 0)

const megawatts = (w: number): string => `${Math.round(w / 1e3) / 1e3} MW`

/** A block that is a reserve itself, or hangs on an earlier one too. */
function takenBlock(blocks: Blocks, id: string, reserve: number): string | undefined {
  if (blocks.some(block => block.id === id && block.power.catches !== undefined)) return 'is a reserve itself'
  return blocks.slice(0, reserve).some(({ power }) => power.catches?.blocks.includes(id)) ? 'hangs on another reserve too' : undefined
}

/** What the UPS of a reserve carries with the module that its label keeps spare out, W. */
const carriedW = ({ power: { topology, ups } }: Blocks[number]): number => (ups.count - (topology === 'n-plus-1' ? 1 : 0)) * ups.rated

export const reserveRules: readonly Rule[] = [
  rule('reserve-racks', 'error', ['blocks'], ({ blocks }) =>
    ofReserves(blocks, (_, index) => (itMaxW(blocks[index]) === 0 ? [] : [{ path: ['blocks', index, 'racks'], message: 'stand in a block that is the reserve of others: its power is not free for them; put them into a block of their own', value: megawatts(itMaxW(blocks[index])), allowed: '[]' }])),
  ),
  rule('reserve-topology', 'error', ['blocks'], ({ blocks }) =>
    ofReserves(blocks, (_, index): Finding[] => {
      const { topology } = blocks[index].power
      return topology === 'n' || topology === 'n-plus-1' ? [] : [{ path: ['blocks', index, 'power', 'topology'], message: 'divides the reserve over systems that back each other, but racks of other blocks have one cord to it', value: topology, allowed: 'n or n-plus-1' }]
    }),
  ),
  rule('unknown-block', 'error', ['blocks'], ({ blocks }) => {
    const ids = blocks.map(({ id }) => id)
    return ofReserves(blocks, (catches, index) =>
      catches.blocks.flatMap((id, at): Finding[] => {
        if (ids.includes(id)) return []
        const nearest = nearestName(id, ids)
        return [{ path: ['blocks', index, 'power', 'catches', 'blocks', at], message: 'is not a block', value: id, allowed: ids.slice(0, 12).join(', '), ...(nearest === undefined ? {} : { nearest }) }]
      }),
    )
  }),
  rule('reserve-twice', 'error', ['blocks'], ({ blocks }) =>
    ofReserves(blocks, (catches, index) =>
      catches.blocks.flatMap((id, at): Finding[] => {
        const why = catches.blocks.indexOf(id) < at ? 'is listed twice' : takenBlock(blocks, id, index)
        return why === undefined ? [] : [{ path: ['blocks', index, 'power', 'catches', 'blocks', at], message: why, value: id, allowed: 'blocks that hang on this reserve alone' }]
      }),
    ),
  ),
  rule('reserve-rating', 'waivable', ['blocks'], ({ blocks }) =>
    ofReserves(blocks, (catches, index): Finding[] => {
      const loads = catches.blocks.map(id => blocks.find(block => block.id === id)).filter(block => block !== undefined).map(itMaxW)
      const neededW = loads.sort((a, b) => b - a).slice(0, catches.atOnce).reduce((sum, w) => sum + w, 0)
      if (carriedW(blocks[index]) >= neededW) return []
      return [{ path: ['blocks', index, 'power', 'ups', 'count'], message: `carry less than the racks of the ${catches.atOnce === 1 ? 'largest block' : `${catches.atOnce} largest blocks`} that it backs at maximum: more modules, or promise fewer blocks at once`, value: megawatts(carriedW(blocks[index])), allowed: `at least ${megawatts(neededW)}` }]
    }),
  ),
]
