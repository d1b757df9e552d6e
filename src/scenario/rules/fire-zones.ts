/** Rules of fire zones: what stands in one exists. */
import type { Scenario } from '../schema/scenario.ts'
import type { FireZone } from '../schema/fire-zones.ts'
import { TOPOLOGY_SHAPES } from '../schema/topologies.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Power = Scenario['blocks'][number]['power']

/** How many of each there are to stand in a zone. */
function countsOf({ topology, ups, transformers, generators }: Power): Readonly<Record<keyof FireZone, { readonly count: number; readonly name: string }>> {
  const { systems } = TOPOLOGY_SHAPES[topology]
  return {
    ups: systems === 1 ? { count: ups.count, name: 'UPS modules' } : { count: systems, name: 'UPS systems' },
    transformers: { count: transformers.count, name: 'block transformers' },
    generators: { count: generators?.count ?? 0, name: 'standby sets' },
  }
}

export const fireZoneRules: readonly Rule[] = [
  rule('fire-zone', 'error', ['blocks'], ({ blocks }) =>
    blocks.flatMap(({ power }, block) => {
      const counts = countsOf(power)
      return Object.entries(power.fireZones ?? {}).flatMap(([name, zone]) =>
        (['ups', 'transformers', 'generators'] as const).flatMap(kind =>
          (zone[kind] ?? []).flatMap((number, at): Finding[] =>
            number <= counts[kind].count ? [] : [{ path: ['blocks', block, 'power', 'fireZones', name, kind, at], message: `does not exist: the block has ${counts[kind].count} ${counts[kind].name}`, value: String(number), allowed: counts[kind].count === 0 ? 'none' : `1 to ${counts[kind].count}` }],
          ),
        ),
      )
    }),
  ),
]
