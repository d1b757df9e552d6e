/** Who uses the site: tenants with their shares, limits and priority. */
import type { z } from 'zod'
import { PRIORITY_CLASSES } from '../catalog/priority-classes.ts'
import { choice, count, date, fraction, identifier, list, named, optional, optionalSection, quantity, ratio, section, text } from './fields.ts'

export const BUDGET_PERIODS = ['month', 'quarter', 'year'] as const
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number]

export const CLASS_HELP = 'low, normal, high or urgent: a class counts by the quality-of-service weight of the scheduler, and may preempt lower ones where preemption is on'

const commitment = section(
  {
    accelerators: count({ help: 'Accelerators that the contract commits to the tenant, at all of its sites together.', min: 1, max: 10_000_000 }),
    from: optional(date({ help: 'First day; from the begin of the horizon when left out.' })),
    until: optional(date({ help: 'Day on which it is over; the end of the horizon when left out.' })),
  },
  { help: 'Capacity committed by contract.' },
)

const reservation = section(
  {
    accelerators: count({ help: 'Accelerators that are reserved; of several sites each keeps its part of them, in proportion to what is contracted there.', min: 1, max: 10_000_000 }),
    from: date({ help: 'First day.' }),
    until: optional(date({ help: 'Day on which it is over; the end of the horizon when left out.' })),
    kind: choice(['hard', 'soft'] as const, { help: 'hard: nobody else has them, used or not, and jobs in the way are preempted when it begins; soft: others have what the tenant does not ask for, and the tenant goes first.', default: 'soft', source: 'engineering default', confidence: 'low' }),
  },
  { help: 'Accelerators kept for the tenant for a time, wherever they are.' },
)

const ask = section(
  {
    accelerators: count({ help: 'Accelerators that the tenant would like to be promised.', min: 1, max: 10_000_000 }),
    from: optional(date({ help: 'First day; from the begin of the horizon when left out.' })),
    until: optional(date({ help: 'Day on which it is over; the end of the horizon when left out.' })),
    price: optional(quantity('USD/h', { help: 'What it would pay for an accelerator-hour; the price of its contracts when left out.', max: '1000 USD/h' })),
    model: optional(text({ help: 'Name of the generation of accelerators that it wants, such as H100 SXM; any when left out.' })),
  },
  { help: 'Capacity that is asked for and not promised yet.' },
)

const credit = section(
  {
    below: fraction({ help: 'The credit is due for a month whose availability is below this.', min: 0.01 }),
    share: fraction({ help: 'Share of the fee of the month that is credited.' }),
  },
  { help: 'A step of the credit schedule.' },
)

export const tenantsSection = named(
  section(
    {
      parent: optional(identifier({ help: 'Tenant that this one is part of, such as the organisation of a team; work is submitted by tenants without parts.' })),
      shares: ratio({ help: 'Share of the site relative to the other tenants of the same parent, for fair share.', min: 0, max: 1_000_000_000, default: 1, source: 'Slurm: equal shares', confidence: 'high', rangeCode: 'negative-shares' }),
      quota: optional(count({ help: 'Most accelerators that jobs of the tenant and its parts hold at one time, at all sites together, unless they borrow in a cohort; no limit when left out.', min: 1, max: 10_000_000, rangeCode: 'quota-zero' })),
      cohort: optional(identifier({ help: 'Tenants of one cohort borrow from each other what they do not use of their quotas.' })),
      borrowingLimit: optional(count({ help: 'Most accelerators that it borrows; all that the cohort lends when left out.', max: 10_000_000 })),
      lendingLimit: optional(count({ help: 'Most accelerators of its quota that it lends; all of it when left out.', max: 10_000_000 })),
      sites: list(identifier({ help: 'Id of a site.' }), { help: 'Sites where work of the tenant and its parts may run, by law or contract; all when left out. Only in files with several sites.', max: 64, default: [], source: 'any site', confidence: 'high' }),
      priority: choice(PRIORITY_CLASSES, { help: `Class of the tenant’s work: ${CLASS_HELP}.`, default: 'normal', source: 'one class for all', confidence: 'high' }),
      commitments: list(commitment, { help: 'Accelerators committed by contract. The availability of a month is what the site could have given of them, as a share.', max: 100, default: [], source: 'none', confidence: 'high' }),
      budget: optionalSection(
        {
          amount: quantity('USD', { help: 'Money of a period for what jobs and services of the tenant and its parts hold, at all sites together.', min: '1 USD', max: '1000000000000 USD', default: '1000000 USD', source: 'engineering default', confidence: 'low' }),
          price: quantity('USD/h', { help: 'What an accelerator-hour counts.', min: '0.001 USD/h', max: '1000 USD/h', default: '2 USD/h', source: 'rental prices of H100 in 2025, 1.5–3 USD', confidence: 'low' }),
          every: choice(BUDGET_PERIODS, { help: 'How long a budget is for; of the calendar, in standard time.', default: 'month', source: 'usual practice', confidence: 'medium' }),
        },
        { help: 'Money that is the tenant’s to use. Once that of a period is spent nothing of it starts until the next one begins; what runs goes on.' },
      ),
      asks: list(ask, { help: 'Capacity that it asks for: the allocation planner (nameplate allocate) says in which quarters how much of it can be promised. It changes no run.', max: 100, default: [], source: 'none', confidence: 'high' }),
      isolation: optionalSection(
        {
          block: optional(text({ help: 'Block whose racks are the tenant’s alone, such as hall[2]; all of the site when left out.' })),
          firstRack: count({ help: 'First rack of the block (of the site without a block), from 0.', max: 1_000_000, default: 0, source: 'all racks', confidence: 'high' }),
          racks: optional(count({ help: 'How many racks from there on; all that follow when left out.', min: 1, max: 1_000_000 })),
        },
        { help: 'Racks, or a whole hall, that are the tenant’s and its parts’ alone: their work runs there and nowhere else. What idles there while others wait is stranded.' },
      ),
      reservations: list(reservation, { help: 'Accelerators kept for it at given times.', max: 100, default: [], source: 'none', confidence: 'high' }),
      credits: list(credit, { help: 'What a month of low availability is credited; the lowest step below which the month falls counts.', max: 20, default: [], source: 'none', confidence: 'high' }),
    },
    { help: 'A tenant.' },
  ),
  { help: 'Tenants that submit work: teams, customers, and the organisations that they are part of.', default: {}, source: 'one user', confidence: 'high' },
)
export type TenantsSection = z.output<typeof tenantsSection>
