/** How racks hang on the UPS systems of their block, and what protects those systems when one of them is lost. */
import type { z } from 'zod'
import { choice, count, flag, fraction, list, optional, quantity, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const pair = section(
  {
    first: count({ help: 'System of the first feed, counted from 1.', min: 1, max: 6 }),
    second: optional(count({ help: 'System of the second feed, counted from 1; without it the racks have one feed.', min: 1, max: 6 })),
    racks: count({ help: 'Racks that hang on this pair; pairs take the racks of the block in file order.', min: 1, max: 100_000 }),
    share: optional(fraction({ help: 'Share of the load on the first feed while both live; left out: as cords say.' })),
  },
  { help: 'Racks that hang on the same two systems.' },
)

export const rackFeedsSection = section(
  {
    cords: choice(['shared', 'primary', 'weighted'], { help: 'How a rack divides its load over two live feeds: half each, all on the first, or by share.', default: 'shared', source: 'power supplies of equal make share equally', confidence: 'medium' }),
    share: fraction({ help: 'Share of the first feed with weighted cords.', default: 0.5, ...ENGINEERING }),
    perRack: optional(count({ help: 'Feeds wired to each rack; left out: as many as the topology promises.', min: 1, max: 2 })),
    single: fraction({ help: 'Share of the racks with one cord only; they hang on the first system of their pair.', default: 0, ...ENGINEERING }),
    transferSwitch: flag({ help: 'Static transfer switches move what has one cord to the second system when the first is lost.', default: false, ...ENGINEERING }),
    switchFailure: fraction({ help: 'Probability that a static transfer switch does not transfer when it should.', default: 0.0005, ...ENGINEERING }),
    pairs: optional(list(pair, { help: 'Racks by pair of systems. Left out, racks go round all pairs of the topology, which keeps them balanced.', min: 1, max: 1000 })),
  },
  { help: 'How racks hang on the UPS systems.' },
)
export type RackFeedsSection = z.output<typeof rackFeedsSection>

export const cappingSection = section(
  {
    controller: flag({ help: 'A controller lowers the racks when a system is overloaded. Without it, overloads last until something trips.', default: true, ...ENGINEERING }),
    detect: quantity('ms', { help: 'Time until the controller sees an overload.', max: '1 day', default: '2 s', ...ENGINEERING }),
    act: quantity('ms', { help: 'Time from seeing it to lower power at the racks.', max: '1 day', default: '8 s', ...ENGINEERING }),
    brake: optional(quantity('ms', { help: 'A hardware signal to the racks does it within this time instead, such as 0.1 s.', max: '1 min' })),
  },
  { help: 'How fast racks give up power when a system is overloaded.' },
)
export type CappingSection = z.output<typeof cappingSection>

/** How racks give up power when it is short; the shed order of classes comes first. */
export const SHEDDING = ['proportional', 'listOrder', 'groupAtomic'] as const
export type Shedding = (typeof SHEDDING)[number]
