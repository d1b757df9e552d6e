/** How blocks are built and commissioned, and how racks are installed and burned in. */
import type { z } from 'zod'
import { choice, count, distribution, flag, fraction, optional, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = 'engineering default'
const ON_SITE = 'engineering default; levels 2–5 take about 8 weeks when well run, 12–16 when troubled'

const phase = (help: string, weeks: readonly [number, number, number], source = ENGINEERING) =>
  distribution('ms', { help, max: '20 years', default: { pert: weeks.map(week => `${week} weeks`) }, source, confidence: 'medium' })

const level = (number: number, what: string, weeks: readonly [number, number, number], failure: number) =>
  section(
    {
      duration: phase(`Duration of level ${number}, ${what}.`, weeks, ON_SITE),
      failure: fraction({ help: `Probability that a level ${number} test fails and is repeated.`, max: 0.95, default: failure, source: ENGINEERING, confidence: 'low' }),
    },
    { help: `Level ${number}: ${what}.` },
  )

/** Default times: one day for placing with power, one for the liquid loop, one for cabling. */
const step = (help: string, duration: string) =>
  section(
    {
      duration: quantity('ms', { help: 'How long it takes for a rack.', max: '365 days', default: duration, source: ENGINEERING, confidence: 'medium' }),
      atOnce: count({ help: 'Racks of a block that are in this step at the same time.', min: 1, max: 10_000, default: 8, source: 'as many as four crews of two racks a day, engineering default', confidence: 'low' }),
    },
    { help },
  )

export const facilitySection = section(
  {
    commissioning: section(
      {
        mode: choice(['as-planned', 'sampled'], {
          help: 'as-planned: every block passes its last level exactly at its ready date. sampled: durations and failed tests are drawn, so a block may be early or late.',
          default: 'as-planned', source: ENGINEERING, confidence: 'high',
        }),
        shell: phase('Civil works and shell of a 25 MW block.', [30, 44, 60]),
        fitOut: phase('Rough-in of electrical and mechanical plant, after the shell.', [20, 30, 44]),
        level2: level(2, 'receipt and installation checks', [2, 3, 5], 0.15),
        level3: level(3, 'pre-functional checks and energising of equipment', [2, 3, 5], 0.15),
        liquidFlush: phase('Flushing, passivating and filling liquid loops before level 3; skipped by blocks without liquid-cooled racks.', [2, 3, 6]),
        level4: level(4, 'functional tests of systems', [2, 4, 7], 0.2),
        level5: level(5, 'integrated systems test', [1, 2, 4], 0.3),
        retest: fraction({ help: 'Length of a repeated test as a share of the first.', default: 0.3, source: ENGINEERING, confidence: 'low' }),
        loadTestNeedsPower: flag({ help: 'sampled: level 5 starts only when the block is energised. false: it runs on generators and load banks.', default: true, source: ENGINEERING, confidence: 'medium' }),
        loadTestOnSets: fraction({ help: 'Share of level 5 in which standby sets carry the load banks, where it does not wait for power; hours outside emergencies of their permit.', default: 0.1, source: ENGINEERING, confidence: 'low' }),
        loadBanks: choice(['like-racks', 'air', 'outdoors'], { help: 'Where the load banks of level 5 put their heat: into liquid and air as the racks do, all into the air of the hall, or outdoors.', default: 'like-racks', source: ENGINEERING, confidence: 'medium' }),
      },
      { help: 'Building and commissioning of blocks, levels Cx2 to Cx5.' },
    ),
    installation: section(
      {
        crews: count({ help: 'Crews that place, fill and cable racks, per block.', min: 1, max: 10_000, default: 4, source: ENGINEERING, confidence: 'low' }),
        racksPerDay: count({ help: 'Racks that one crew completes per day.', min: 1, max: 1000, default: 2, source: ENGINEERING, confidence: 'low' }),
        duration: quantity('ms', { help: 'From placing a rack to the end of its cabling.', min: '1 minute', max: '365 days', default: '1 day', source: ENGINEERING, confidence: 'medium' }),
        steps: optionalSection(
          {
            placing: step('Placing a rack; the removal of another one before it is done by the same people.', '12 h'),
            power: step('Connecting its power.', '12 h'),
            liquid: step('Connecting, filling and leak test of its liquid loop; racks without liquid pass it by.', '1 day'),
            cabling: step('Network cables and their test.', '1 day'),
          },
          { help: 'Placing, power, liquid and cabling each with people of its own, one after the other for each rack, in place of `crews`, `racksPerDay` and `duration`. Left out: one crew does it all.' },
        ),
        removal: quantity('ms', { help: 'Taking out the rack that stood in a place before the next one is placed there, by the same crews.', max: '365 days', default: '1 day', source: ENGINEERING, confidence: 'low' }),
        receiving: quantity('ms', { help: 'Unloading, inspection and staging of a delivery.', max: '365 days', default: '1 day', source: ENGINEERING, confidence: 'medium' }),
        needsPower: flag({ help: 'Installation waits until the block is energised; false: temporary construction power is enough.', default: true, source: ENGINEERING, confidence: 'medium' }),
      },
      { help: 'Installation of racks.' },
    ),
    burnIn: section(
      {
        duration: quantity('ms', { help: 'Burn-in and acceptance of a rack, after installation and with power.', max: '365 days', default: '72 hours', source: '24–72 h common, 168 h strict (acceptance guides)', confidence: 'medium' }),
        retest: optional(quantity('ms', { help: 'A node that failed is burned in again for so long after its repair, and may fail again with the same probability, until it passes. Left out: it passes the usual requalification after a repair.', min: '1 hour', max: '60 days' })),
        deadOnArrival: fraction({ help: 'Share of nodes that fail burn-in and go to repair.', default: 0.03, source: ENGINEERING, confidence: 'low' }),
      },
      { help: 'Burn-in and acceptance of racks.' },
    ),
    equipment: section(
      {
        infantMortality: section(
          {
            factor: ratio({ help: 'Extra failure rate of new equipment as a multiple of its mature rate; fades exponentially with age.', min: 0, max: 100, default: 2, source: ENGINEERING, confidence: 'low' }),
            decay: quantity('ms', { help: 'Time constant with which the extra rate fades.', min: '1 hour', max: '1 year', default: '2000 hours', source: ENGINEERING, confidence: 'low' }),
          },
          { help: 'Early failures of new equipment: rate × (1 + factor · e^(−age/decay)), from level 5 of its block on; sources of the site from their first day.' },
        ),
        wearOut: ratio({ help: 'Weibull shape of wear beyond the useful life: rate × (age/life)^(shape − 1); 1 is no wear. Transformers wear by their insulation instead.', min: 1, max: 10, default: 3, source: ENGINEERING, confidence: 'low' }),
      },
      { help: 'Failure rates of electrical and mechanical equipment over its age. What stands before the horizon begins has its age since its ready date.' },
    ),
  },
  { help: 'Building, commissioning, installation and acceptance; equipment over its age.' },
)
export type FacilitySection = z.output<typeof facilitySection>
