/** Who uses the site: tenants with their shares, limits and priority. */
import type { z } from 'zod'
import { PRIORITY_CLASSES } from '../catalog/priority-classes.ts'
import { choice, count, identifier, list, named, optional, ratio, section } from './fields.ts'

export const CLASS_HELP = 'low, normal, high or urgent: a class counts by the quality-of-service weight of the scheduler, and may preempt lower ones where preemption is on'

export const tenantsSection = named(
  section(
    {
      parent: optional(identifier({ help: 'Tenant that this one is part of, such as the organisation of a team; work is submitted by tenants without parts.' })),
      shares: ratio({ help: 'Share of the site relative to the other tenants of the same parent, for fair share.', min: 0, max: 1_000_000_000, default: 1, source: 'Slurm: equal shares', confidence: 'high', rangeCode: 'negative-shares' }),
      quota: optional(count({ help: 'Most accelerators that jobs of the tenant and its parts hold at one time; no limit when left out.', min: 1, max: 10_000_000, rangeCode: 'quota-zero' })),
      sites: list(identifier({ help: 'Id of a site.' }), { help: 'Sites where work of the tenant and its parts may run, by law or contract; all when left out. Only in files with several sites.', max: 64, default: [], source: 'any site', confidence: 'high' }),
      priority: choice(PRIORITY_CLASSES, { help: `Class of the tenant’s work: ${CLASS_HELP}.`, default: 'normal', source: 'one class for all', confidence: 'high' }),
    },
    { help: 'A tenant.' },
  ),
  { help: 'Tenants that submit work: teams, customers, and the organisations that they are part of.', default: {}, source: 'one user', confidence: 'high' },
)
export type TenantsSection = z.output<typeof tenantsSection>
