/** Nodes that are not like the others, and what happens to them: lemons, quarantine, what repairs lead to, faults of a whole scale-up domain. */
import { choice, count, distribution, fraction, optional, optionalSection, quantity, ratio } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const RSC = 'Kokolis et al., HPCA 2025 (arXiv 2410.21680)'

/** What operators expect of lemons where the file says nothing of them. */
export const LEMON_DEFAULTS = { share: 0.015, factor: 12 } as const

export const lemonsSection = optionalSection(
  {
    share: fraction({ help: 'Share of nodes that fail again and again without a cause that repair finds.', max: 0.5, default: LEMON_DEFAULTS.share, source: `${RSC}: 1.2 % of RSC-1, 1.7 % of RSC-2`, confidence: 'medium' }),
    factor: ratio({ help: 'Their fault rate as a multiple of that of the other nodes. The rate of the preset is that of all nodes together.', min: 1, max: 1000, default: LEMON_DEFAULTS.factor, source: 'engineering default within 8–20', confidence: 'low' }),
  },
  { help: 'Lemon nodes. Left out: all nodes are alike.' },
)

export const quarantineSection = optionalSection(
  {
    faults: count({ help: 'Faults of one node within the window that send it to quarantine.', min: 1, max: 100, default: 3, ...ENGINEERING }),
    posterior: optional(fraction({ help: 'Probability of being a lemon, by Bayes’ rule from its faults and its time in service, from which a node goes to quarantine; in place of the count within a window. Share and factor of lemons are those of `lemons`, or their defaults.', min: 0.01, max: 0.9999 })),
    within: quantity('ms', { help: 'The window.', min: '1 hour', max: '10 years', default: '28 days', ...ENGINEERING }),
    cap: fraction({ help: 'Largest share of all nodes that may be in quarantine at the same time; beyond it, nodes are repaired as usual.', default: 0.05, ...ENGINEERING }),
    repair: distribution('ms', { help: 'Hands-on deep repair, which cures a lemon.', min: '1 ms', max: '365 days', default: { p50: '24 hours', p90: '72 hours' }, ...ENGINEERING }),
  },
  { help: 'Quarantine of nodes that fail too often. Left out: nobody counts.' },
)

export const afterRepairSection = optionalSection(
  {
    pool: fraction({ help: 'Share of repaired nodes that pass requalification. The three shares sum to 1.', default: 0.95, ...ENGINEERING }),
    rma: fraction({ help: 'Share that goes back to the vendor.', default: 0.04, ...ENGINEERING }),
    scrap: fraction({ help: 'Share that is scrapped and replaced by a new node.', default: 0.01, ...ENGINEERING }),
    turnaround: distribution('ms', { help: 'Time at the vendor.', min: '1 ms', max: '5 years', default: '7 days', ...ENGINEERING }),
    replacement: distribution('ms', { help: 'Until a new node stands in place of a scrapped one.', min: '1 ms', max: '5 years', default: { pert: ['3 days', '4 days', '5 days'] }, source: 'replacements of 3–5 days quoted (GPU replacement surveys)', confidence: 'medium' }),
  },
  { help: 'What becomes of repaired nodes. Left out: all pass.' },
)

const requalified = (help: string) => optional(quantity('ms', { help, max: '60 days' }))

export const requalificationBySection = optionalSection(
  {
    reset: requalified('After triage cured the node by a reset or reboot.'),
    hands: requalified('After hands-on repair without a new part.'),
    part: requalified('After a part was replaced; 72 hours are usual after a new accelerator or board.'),
    vendor: requalified('After the vendor has repaired it, and for a new node in place of a scrapped one.'),
    quarantine: requalified('After deep repair in quarantine.'),
  },
  { help: 'Tests before a node returns, by what was done to it. What is not named takes `requalification`.' },
)

export const scaleUpFaultsSection = optionalSection(
  {
    rate: quantity('1/year', { help: 'Faults of switch trays, cartridges and backplane per rack with a scale-up domain of many nodes.', max: '100 1/year', default: '0.02 1/year', source: 'engineering default; no published number', confidence: 'low' }),
    people: count({ help: 'Technicians that the repair takes.', min: 1, max: 20, default: 2, ...ENGINEERING }),
    autoFix: fraction({ help: 'Probability that triage (reset of the switches) cures the domain.', default: 0.3, ...ENGINEERING }),
    repair: distribution('ms', { help: 'Hands-on repair.', min: '1 ms', max: '365 days', default: { p50: '262 minutes', p90: '728 minutes' }, source: 'twice the repair of a node, engineering default', confidence: 'low' }),
  },
  { help: 'Faults that take down all nodes of a rack that is one scale-up domain, such as an NVL72. Left out: none.' },
)

export const rackRepairsSection = optionalSection(
  {
    people: count({ help: 'Technicians that the repair of a node in such a rack takes.', min: 1, max: 20, default: 2, source: 'two people at an NVL72 rack, engineering default', confidence: 'low' }),
  },
  { help: 'Hands-on repair of a node whose rack is one scale-up domain, such as an NVL72, takes the whole rack out of work while it lasts. Left out: the other nodes work on.' },
)

export const supplyUnitsSection = optionalSection(
  {
    rate: quantity('1/year', { help: 'Failures of one power supply; how many a node has and needs, its racks say (`supplyUnits`, `supplyUnitsNeeded`).', max: '100 1/year', default: '0.02 1/year', ...ENGINEERING }),
    below: choice(['off', 'slow'] as const, { help: 'A node with fewer supplies than it needs. off: it is lost and repaired. slow: it works on under the cap that the rest can carry, unless that is too little to work at all.', default: 'off', ...ENGINEERING }),
    swap: distribution('ms', { help: 'From the failure of a supply to its replacement while the node works; hands-on time of the repair where the node is lost.', min: '1 ms', max: '365 days', default: { p50: '4 hours', p90: '24 hours' }, ...ENGINEERING }),
  },
  { help: 'Power supplies of nodes that fail one by one. With it, the losses of whole nodes to power supplies that the preset counts are left out. Left out: those are all there is.' },
)

export const failSlowSection = optionalSection(
  {
    rate: quantity('1/year', { help: 'How often a node with eight accelerators becomes slow, per node and year; other nodes scale with their accelerators.', max: '100 1/year', default: '0.02 1/year', ...ENGINEERING }),
    slowest: fraction({ help: 'Lowest speed of a slow node.', min: 0.01, default: 0.85, ...ENGINEERING }),
    fastest: fraction({ help: 'Highest speed of a slow node; speeds are uniform between the two.', min: 0.01, default: 0.95, source: 'about 10 % slower machines among the stragglers of MegaScale (NSDI 2024)', confidence: 'medium' }),
  },
  { help: 'Nodes that work on at less speed and hold their whole job back until somebody notices. Left out: none.' },
)
