/** The whole scenario: the sections in one object, and the type that the engine reads. */
import type { z } from 'zod'
import { err, ok } from '../../base/result.ts'
import { type Condition, CONDITION_FIGURE_NAMES, readCondition } from '../contingent/condition.ts'
import type { Contingency } from '../contingent/contingency.ts'
import type { NamedSite } from '../sites.ts'
import { airPermitsSection } from './air-permits.ts'
import { blockEntries, blocksSection } from './blocks.ts'
import { checkpointsSection } from './checkpoints.ts'
import { checksSection } from './checks.ts'
import { crewsSection } from './crews.ts'
import { datastoreSection } from './datastore.ts'
import { efficiencySection } from './efficiency.ts'
import { CAUSE_GROUP_IDS, CAUSE_GROUPS } from '../idealise/cause-groups.ts'
import { fabricSection } from './fabric.ts'
import { facilitySection } from './facility.ts'
import { faultsSection } from './faults.ts'
import { fireSection } from './fire.ts'
import { leaf } from './field-meta.ts'
import { choice, count, date, list, named, optional, quantity, section, text } from './fields.ts'
import { gasSection, generationSection } from './generation.ts'
import { gridSection } from './grid.ts'
import { insuranceSection } from './insurance.ts'
import { ledgerSection } from './ledger.ts'
import { maintenanceSection } from './maintenance.ts'
import { matrixSection } from './matrix.ts'
import { moneySection } from './money.ts'
import { powerSection } from './power.ts'
import { procurementSection } from './procurement.ts'
import { schedulerSection } from './scheduler.ts'
import { securitySection } from './security.ts'
import { siteParts } from './site-part.ts'
import { siteSection } from './site.ts'
import { sparesSection } from './spares.ts'
import { smoothingSection, solarSection, storageSection } from './storage.ts'
import { tenantsSection } from './tenants.ts'
import { waiversSection } from './waivers.ts'
import { type SitesWan, sitesWanSection } from './wan.ts'
import { waterSection } from './water.ts'
import { workloadSection } from './workload.ts'

/** Format of scenario files that this version writes and reads; older ones are upgraded step by step. */
export const FORMAT = 1

const format = leaf({ kind: 'count', help: 'Version of the scenario format.', min: 1, max: FORMAT, examples: [FORMAT] }, (input) =>
  input === FORMAT ? ok(FORMAT) : err({ code: 'format', message: 'is not a format this version knows', allowed: `${FORMAT}` }),
)

const parameter = leaf<number | string>({ kind: 'any', help: 'A named number, a quantity with its unit, or an expression of other parameters.', examples: ['6 months', 0.9, '=2 * slipP50'] }, (input) =>
  typeof input === 'number' || typeof input === 'string' ? ok(input) : err({ code: 'type', message: 'is not a number or a quantity', allowed: 'a number, a quantity with its unit, or an expression' }),
)

const overlay = (help: string) =>
  optional(leaf<Readonly<Record<string, unknown>>>({ kind: 'any', help }, (input) =>
    typeof input === 'object' && input !== null && !Array.isArray(input) ? ok(input as Record<string, unknown>) : err({ code: 'type', message: 'is not a section with keys', allowed: 'paths as keys' }),
  ))

/** A buildout option: a named overlay on the scenario. */
export const optionSection = section(
  {
    label: text({ help: 'Name in words.' }),
    description: optional(text({ help: 'What differs, in a sentence.' })),
    when: optional(leaf<Condition>({ kind: 'text', help: `Condition under which it is taken, and the day of the decision: a feed, plant or block that is or is not energised by then, or a figure as it stands then (${CONDITION_FIGURE_NAMES.join(', ')}); \`from\` and a day asks nothing. Until that day everything is as without the option, in each replication for itself. Without it the option holds from the start.`, examples: ['grid.feeds.permanent not energised by 2029-03-01', 'allocatableAccelerators < 5000 by 2029-03-01', 'lossShare{bucket: L2.grid} > 20 % by 2029-03-01', 'from 2029-03-01'] }, readCondition)),
    set: overlay('Values that replace those of the scenario, by path.'),
    add: overlay('Elements for lists and new keys for sections, by path.'),
    remove: optional(list(text({ help: 'Path of the element, by id.' }), { help: 'Elements that this option leaves out.', max: 100 })),
  },
  { help: 'A named overlay on the scenario.' },
)

/** Sections of the file but the blocks, in the order in which the documentation lists them. */
const shared = {
  format,
  name: text({ help: 'Name of the scenario.' }, false),
  description: optional(text({ help: 'What the scenario shows, in a sentence or two.' })),
  horizon: section(
    {
      start: date({ help: 'First simulated day, from midnight in local standard time.' }),
      end: date({ help: 'First day that is no longer simulated; at most 15 years after the start.' }),
    },
    { help: 'The simulated time.' },
  ),
  seed: count({ help: 'Seed of all random numbers.', default: 1, max: 4_294_967_295, source: 'any number will do', confidence: 'high' }),
  replications: count({ help: 'Independent repetitions; intervals and bands come from them.', min: 1, max: 1000, default: 8, source: 'engineering default', confidence: 'medium' }),
  window: quantity('ms', { help: 'Length of a ledger window; divides a day.', min: '1 minute', max: '1 day', default: '1 day', source: 'engineering default', confidence: 'high' }),
  parameters: named(parameter, { help: 'Named numbers for expressions; sweeps and sensitivity move them.', default: {} }),
  idealise: list(choice(CAUSE_GROUP_IDS, { help: `A cause that does not exist. ${CAUSE_GROUPS.map(({ id, means }) => `${id}: ${means}`).join(' ')}` }), {
    help: 'Causes of loss without which the site is simulated: what the run tells is what could be had without them. Costs are those of the site as it is.',
    default: [], max: CAUSE_GROUP_IDS.length, source: 'the site as it is', confidence: 'high',
  }),
  options: named(optionSection, { help: 'Buildout options: named overlays.', default: {} }),
  site: siteSection,
  water: waterSection,
  efficiency: efficiencySection,
  grid: gridSection,
  generation: generationSection,
  airPermits: airPermitsSection,
  power: powerSection,
  gas: gasSection,
  storage: storageSection,
  solar: solarSection,
  smoothing: smoothingSection,
  fabric: fabricSection,
  tenants: tenantsSection,
  workload: workloadSection,
  scheduler: schedulerSection,
  faults: faultsSection,
  checkpoints: checkpointsSection,
  datastore: datastoreSection,
  facility: facilitySection,
  procurement: procurementSection,
  crews: crewsSection,
  maintenance: maintenanceSection,
  spares: sparesSection,
  fire: fireSection,
  security: securitySection,
  insurance: insuranceSection,
  ledger: ledgerSection,
  money: moneySection,
  checks: checksSection,
  matrix: matrixSection,
  waivers: waiversSection,
}

/** The scenario after expansion of its blocks: what the engine reads. */
export const scenarioSection = section({ ...shared, blocks: blocksSection }, { help: 'A datacenter site and everything a run of it needs.' })
/** A scenario as the engine reads it: of a file with several sites, the first one and the list of them all. */
export type Scenario = z.output<typeof scenarioSection> & { readonly sites?: readonly NamedSite[]; readonly wan?: SitesWan; readonly contingent?: Contingency }

const fileSections = { ...shared, blocks: blockEntries }

/** The scenario as authors write it: with block entries that stand for several blocks, and several sites. */
export const scenarioFile = section({ ...fileSections, sites: siteParts(fileSections), wan: optional(sitesWanSection) }, { help: 'A datacenter site, or several, and everything a run of it needs.' })
