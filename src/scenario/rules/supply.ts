/** Rules of feeds and prime-power plants: dates in order, references that exist. */
import { formatDate } from '../../base/civil-date.ts'
import { nearestName } from '../nearest.ts'
import { isPast, rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

export const supplyRules: readonly Rule[] = [
  rule('no-power', 'error', ['grid', 'generation'], ({ grid, generation }): Finding[] =>
    Object.keys(grid.feeds).length > 0 || generation.length > 0 ? [] : [{ path: ['grid', 'feeds'], message: 'are missing and there is no generation: the site has no power', allowed: 'at least one feed or plant' }],
  ),
  rule('after-horizon', 'warn', ['grid', 'horizon'], ({ grid, horizon }) =>
    Object.entries(grid.feeds).flatMap(([name, { energised }]): Finding[] => (!isPast(energised.planned, horizon) ? [] : [{ path: ['grid', 'feeds', name, 'energised'], message: 'is planned after the horizon, so the feed never comes', value: formatDate(energised.planned), allowed: `before ${formatDate(horizon.end)}` }])),
  ),
  rule('after-horizon', 'warn', ['generation', 'horizon'], ({ generation, horizon }) =>
    generation.flatMap(({ inService }, index): Finding[] => (!isPast(inService.planned, horizon) ? [] : [{ path: ['generation', index, 'inService'], message: 'is planned after the horizon, so the plant never runs', value: formatDate(inService.planned), allowed: `before ${formatDate(horizon.end)}` }])),
  ),
  rule('unknown-block', 'error', ['generation', 'blocks'], ({ generation, blocks }) => {
    const ids = blocks.map(({ id }) => id)
    return generation.flatMap(({ serves }, index) =>
      (serves ?? []).flatMap((id, at): Finding[] => {
        if (ids.includes(id)) return []
        const nearest = nearestName(id, ids)
        return [{ path: ['generation', index, 'serves', at], message: 'is not a block', value: id, allowed: ids.slice(0, 12).join(', '), ...(nearest === undefined ? {} : { nearest }) }]
      }),
    )
  }),
]
