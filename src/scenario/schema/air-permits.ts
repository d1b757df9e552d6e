/** Air permits by mass: the nitrogen oxides that plants and standby sets under one roof may emit in a year. */
import type { z } from 'zod'
import { choice, date, datedMilestone, identifier, list, optional, quantity, section, text } from './fields.ts'

const temporary = section(
  {
    nox: quantity('t/year', { help: 'Limit in place of the standing one; 0 t/year keeps everything off.', max: '100000 t/year' }),
    from: date({ help: 'First day on which it holds.' }),
    until: date({ help: 'First day on which it no longer holds.' }),
  },
  { help: 'A limit that holds for a span of days.' },
)

const permit = section(
  {
    id: identifier({ help: 'Name of the permit.' }),
    nox: quantity('t/year', { help: 'Nitrogen oxides that all of its units together may emit in twelve months.', min: '0.01 t/year', max: '100000 t/year', examples: ['90 t/year'] }),
    period: choice(['rolling', 'calendar'], {
      help: 'Twelve months: the present month and the eleven before it, or the calendar year.', default: 'rolling',
      source: 'limits of synthetic minor sources are sums of twelve months, rolled monthly (EPA, Limiting Potential to Emit, 1989)', confidence: 'medium',
    }),
    plants: optional(list(text({ help: 'Id of a plant.' }), { help: 'Plants under the permit; all when left out.', max: 100 })),
    blocks: optional(list(text({ help: 'Id of a block, such as block[1].' }), { help: 'Blocks whose standby sets are under the permit; all when left out.', max: 1000 })),
    policy: choice(['stop', 'last', 'violate'], {
      help: 'At the limit: nothing under it runs until there is room again; plants run last in the order of merit and sets in emergencies alone, and what they emit is fined; or all run on and it is fined.',
      default: 'stop', source: 'engineering default', confidence: 'low',
    }),
    fine: quantity('USD/t', { help: 'Fine for what is emitted beyond the limit.', max: '100000000 USD/t', default: '10000 USD/t', source: 'engineering default', confidence: 'low' }),
    granted: optional(datedMilestone({ help: 'Day from which its plants may run; 12–24 months after the application. At once when left out.' })),
    temporary: list(temporary, { help: 'Limits that hold for a span of days, such as those of rented turbines.', max: 50, default: [], source: 'none', confidence: 'high' }),
  },
  { help: 'One bubble over several units.' },
)

export const airPermitsSection = list(permit, { help: 'Air permits by mass; a unit is under one of them at most.', max: 50, default: [], source: 'none', confidence: 'high' })
export type AirPermitsSection = z.output<typeof airPermitsSection>
