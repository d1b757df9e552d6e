/** How often nodes fail, how faults are found, and what it takes to repair them. */
import type { z } from 'zod'
import { FAULT_CLASSES, FAULT_PRESET_IDS, FAULT_PRESETS, type FaultClass, NODE_PART_IDS } from '../catalog/fault-classes.ts'
import { choice, count, distribution, fraction, optional, optionalSection, quantity, ratio, section } from './fields.ts'
import { afterRepairSection, failSlowSection, lemonsSection, quarantineSection, rackRepairsSection, requalificationBySection, scaleUpFaultsSection, supplyUnitsSection } from './fault-nodes.ts'
import { sharedPartsSection } from './shared-parts.ts'
import { commonCausesSection, stressSection } from './fault-causes.ts'
import { infantMortalitySection, wearOutSection } from './fault-ageing.ts'

const ENGINEERING = 'engineering default'
const LLAMA = 'Llama 3 (arXiv 2407.21783), table 5: interruptions in 54 days of 16,384 H100'

function classSection(faultClass: FaultClass) {
  return section(
    {
      weight: optional(ratio({ help: `Share of this kind among all faults, as a count; only the proportions matter. Left out: as the preset has it, ${faultClass.count} of 419 in the Llama 3 run.`, min: 0, max: 1_000_000, source: LLAMA, confidence: 'high' })),
      autoFix: fraction({ help: 'Probability that automatic triage (reset, reboot) cures the node.', default: faultClass.autoFix, source: ENGINEERING, confidence: 'low' }),
      repair: optional(distribution('ms', { help: 'Hands-on repair after this kind of fault, instead of `repair` for all.', min: '1 ms', max: '365 days' })),
    },
    { help: `${faultClass.label}.` },
  )
}

type ClassSections = Record<string, ReturnType<typeof classSection>>
const classSections: ClassSections = Object.fromEntries(FAULT_CLASSES.map(faultClass => [faultClass.id, classSection(faultClass)]))

function partSection(id: string) {
  return optionalSection(
    {
      stock: count({ help: 'Parts on the shelf at the start.', max: 1_000_000, default: 10, source: ENGINEERING, confidence: 'low' }),
      reorderAt: count({ help: 'Order when stock and open orders less what is owed fall to this number.', max: 1_000_000, default: 5, source: ENGINEERING, confidence: 'low' }),
      orderSize: count({ help: 'Parts per order.', min: 1, max: 1_000_000, default: 5, source: ENGINEERING, confidence: 'low' }),
      lead: distribution('ms', { help: 'From order to shelf.', min: '1 ms', max: '5 years', default: { p50: '7 days', p90: '14 days' }, source: 'as for accelerators, engineering default', confidence: 'low' }),
    },
    { help: `Spare parts: ${id}.` },
  )
}

const partSections = Object.fromEntries(NODE_PART_IDS.map(id => [id, partSection(id)])) as Record<(typeof NODE_PART_IDS)[number], ReturnType<typeof partSection>>

const presetHelp = FAULT_PRESET_IDS.map(id => `${id} ${FAULT_PRESETS[id].ratePer1000NodeDays.toFixed(2)} (${FAULT_PRESETS[id].help})`).join(', ')

export const faultsSection = section(
  {
    preset: choice(FAULT_PRESET_IDS, {
      help: `Measured fleet whose fault rate and mix of causes are used; faults per 1,000 days of an eight-accelerator node: ${presetHelp}. Other nodes scale with their accelerators.`,
      default: 'llama-3', source: FAULT_PRESETS['llama-3'].source, confidence: 'high',
    }),
    timeBetweenFaults: optional(quantity('ms', { help: 'Mean time between faults of a node with eight accelerators, in place of the rate of the preset.', min: '1 hour', max: '10000 years' })),
    rateFactor: ratio({ help: 'Multiplies the rate.', min: 0, max: 1000, default: 1, source: 'as measured', confidence: 'high' }),
    network: choice(['node', 'fabric'], {
      help: 'Who makes faults of links: `node` counts them among the faults of nodes, `fabric` leaves them to the link failure rates of the fabric.',
      default: 'fabric', source: 'the fabric has its own link failures, derived from the same counts', confidence: 'medium',
    }),
    infantMortality: infantMortalitySection,
    wearOut: wearOutSection,
    detection: section(
      {
        explicit: distribution('ms', { help: 'Until an explicit error (driver, memory or link error) is noticed.', min: '1 ms', max: '10 days', default: '30 s', source: ENGINEERING, confidence: 'medium' }),
        lost: distribution('ms', { help: 'Until a node that vanished is noticed.', min: '1 ms', max: '10 days', default: '60 s', source: ENGINEERING, confidence: 'medium' }),
        hang: distribution('ms', { help: 'Until the watchdog of collectives gives up on a hang.', min: '1 ms', max: '10 days', default: '600 s', source: 'default timeout of collective watchdogs, 10 minutes', confidence: 'medium' }),
        silent: distribution('ms', { help: 'Until silently wrong results are noticed.', min: '1 ms', max: '365 days', default: { p50: '24 hours', p90: '86.4 hours' }, source: 'lognormal with median 24 h and log standard deviation 1, engineering default', confidence: 'low' }),
        slow: distribution('ms', { help: 'Until a node that is slower than the others is noticed.', min: '1 ms', max: '365 days', default: { p50: '12 hours', p90: '43.2 hours' }, source: 'lognormal with median 12 h and log standard deviation 1, engineering default', confidence: 'low' }),
      },
      { help: 'From fault to its discovery, by how the fault shows itself.' },
    ),
    triage: quantity('ms', { help: 'Automatic diagnosis, reset and reboot.', max: '30 days', default: '30 minutes', source: ENGINEERING, confidence: 'medium' }),
    repair: distribution('ms', { help: 'Hands-on repair of a node by one technician.', min: '1 ms', max: '365 days', default: { p50: '131 minutes', p90: '364 minutes' }, source: 'lognormal with mean 3 h, engineering default', confidence: 'low' }),
    requalification: quantity('ms', { help: 'Tests before a node returns to the scheduler.', max: '60 days', default: '4 hours', source: ENGINEERING, confidence: 'medium' }),
    requalificationBy: requalificationBySection,
    noReturn: fraction({ help: 'Share of running nodes that do not come back after a power loss.', default: 0.01, source: ENGINEERING, confidence: 'low' }),
    technicians: count({ help: 'Technicians on shift at any time; each repairs one node at a time. Teams of `crews` with the skill `it` take their place.', min: 1, max: 100_000, default: 4, source: ENGINEERING, confidence: 'low' }),
    spares: section(
      {
        gpu: count({ help: 'Spare accelerators on the shelf at the start; also the level up to which stock is ordered again.', max: 1_000_000, default: 40, source: ENGINEERING, confidence: 'low' }),
        orderSize: count({ help: 'Accelerators per order; ordered when stock and open orders are that much below the level. 1 replaces part by part.', min: 1, max: 1_000_000, default: 1, source: 'one for one, as in the METRIC model', confidence: 'medium' }),
        lead: distribution('ms', { help: 'From order to shelf.', min: '1 ms', max: '5 years', default: { p50: '7 days', p90: '14 days' }, source: 'vendor returns of 7 days, replacements of 3–5 days quoted (GPU replacement surveys); engineering default', confidence: 'low' }),
        sharing: sharedPartsSection,
        parts: section(partSections, { help: 'Other parts of nodes. What is not named here is at hand at once.' }),
      },
      { help: 'Spare parts under continuous review.' },
    ),
    afterRepair: afterRepairSection,
    lemons: lemonsSection,
    quarantine: quarantineSection,
    scaleUpFaults: scaleUpFaultsSection,
    rackRepairs: rackRepairsSection,
    supplyUnits: supplyUnitsSection,
    failSlow: failSlowSection,
    commonCauses: commonCausesSection,
    stress: stressSection,
    classes: section(classSections, { help: 'Kinds of faults and how they are cured.' }),
  },
  { help: 'Faults of nodes, their detection and repair.' },
)
export type FaultsSection = z.output<typeof faultsSection>
