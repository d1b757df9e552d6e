/** Nodes that the scheduler keeps free at given times: maintenance windows, reservations, and firmware campaigns over the whole site. */
import { err, ok } from '../../base/result.ts'
import { parseRecurrence, type Recurrence } from '../recurrence.ts'
import { leaf } from './field-meta.ts'
import { choice, count, date, fraction, identifier, list, optional, optionalSection, quantity, section, text } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const DRAIN_BY = choice(['wait', 'preempt', 'migrate'] as const, {
  help: 'What becomes of jobs that are still there when it begins. wait: they end first, and it begins when the last has; preempt: they go back to the queue; migrate: they leave with their next checkpoint while it is drained, to start again elsewhere.',
  default: 'wait', source: 'a drained node of Slurm ends its jobs first', confidence: 'medium',
})
const from = date({ help: 'Day of the first one.' })
const every = optional(quantity('ms', { help: 'From the beginning of one to the beginning of the next; once when left out.', min: '1 h', max: '15 years' }))
const until = optional(date({ help: 'Day on which no more begin.' }))

const recurrence = optional(leaf<Recurrence>(
  { kind: 'text', help: 'When it comes again, by the rules of calendars (RFC 5545), in place of `every`: FREQ of DAILY, WEEKLY, MONTHLY or YEARLY, with INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH. `from` is the day from which days are looked at.', examples: ['FREQ=MONTHLY;BYDAY=1SU', 'FREQ=YEARLY;BYMONTH=4,10;BYDAY=SA;INTERVAL=1'] },
  input => {
    if (typeof input !== 'string') return err({ code: 'type', message: 'is not a rule of recurrence', allowed: 'a text such as FREQ=MONTHLY;BYDAY=1SU' })
    const read = parseRecurrence(input)
    return read.ok ? ok(read.value) : err({ code: 'recurrence', ...read.error })
  },
))

const reservation = section(
  {
    id: identifier({ help: 'Name of the reservation.' }),
    for: choice(['maintenance', 'firmware', 'reservation'] as const, { help: 'What the nodes are taken for; the ledger books their time to it.', default: 'maintenance', ...ENGINEERING }),
    block: optional(text({ help: 'Block whose racks it takes, such as hall[2]; all of the site when left out.' })),
    firstRack: count({ help: 'First rack of the block (of the site without a block), from 0.', max: 1_000_000, default: 0, source: 'all racks', confidence: 'high' }),
    racks: optional(count({ help: 'How many racks from there on; all that follow when left out.', min: 1, max: 1_000_000 })),
    from,
    at: quantity('ms', { help: 'Time of day, standard time.', max: '24 h', default: '0 h', ...ENGINEERING }),
    duration: quantity('ms', { help: 'How long it takes.', min: '1 min', max: '1 year' }),
    every,
    recurrence,
    until,
    notice: quantity('ms', { help: 'How long before it only jobs that end in time are started there.', max: '60 days', default: '24 h', ...ENGINEERING }),
    drainBy: DRAIN_BY,
  },
  { help: 'Racks that are kept free at given times.' },
)

const campaign = section(
  {
    id: identifier({ help: 'Name of the campaign.' }),
    from,
    every,
    until,
    batch: fraction({ help: 'Share of the nodes that is updated at a time.', min: 0.0001, default: 0.02, ...ENGINEERING }),
    respect: choice(['node', 'domain', 'leaf', 'block'] as const, { help: 'What a batch takes as a whole; block: whole scale-up domains, and all of a batch in one block, so that never two of them miss nodes.', default: 'domain', ...ENGINEERING }),
    mode: choice(['rolling', 'opportunistic', 'big-bang'] as const, { help: 'rolling: batch after batch by the clock; opportunistic: nodes are updated when they idle or are out anyhow, as many at a time as a batch has, and what is left at the deadline is drained batch after batch; big-bang: all nodes at once.', default: 'rolling', ...ENGINEERING }),
    deadline: quantity('ms', { help: 'From the begin of an opportunistic round until what is left is drained.', min: '1 h', max: '1 year', default: '14 days', ...ENGINEERING }),
    canary: optionalSection(
      {
        share: fraction({ help: 'Share of the nodes in the first batch.', min: 0.0001, default: 0.01, ...ENGINEERING }),
        soak: quantity('ms', { help: 'How long the others wait to see it prove itself.', max: '90 days', default: '24 h', ...ENGINEERING }),
      },
      { help: 'A first, smaller batch. Left out: none.' },
    ),
    failures: fraction({ help: 'Probability that a node in service does not come back from its update: it goes to triage and is repaired by hand.', default: 0, source: 'updates succeed; no published rate', confidence: 'low' }),
    abortAbove: fraction({ help: 'A round is called off when more than this share of its updates has failed, looked at after each batch.', default: 0.03, ...ENGINEERING }),
    perNode: quantity('ms', { help: 'Time of the update of a batch; its nodes are updated at once.', min: '1 min', max: '7 days', default: '45 min', ...ENGINEERING }),
    notice: quantity('ms', { help: 'How long a batch is drained before.', max: '60 days', default: '15 min', ...ENGINEERING }),
    drainBy: choice(['preempt', 'migrate'] as const, { help: 'What becomes of jobs that are still there; as with reservations.', default: 'preempt', source: 'batches follow each other by the clock, so that none waits for jobs to end', confidence: 'medium' }),
  },
  { help: 'A rolling update of all nodes, batch after batch.' },
)

export const reservationsSection = list(reservation, { help: 'Maintenance windows and reservations of racks.', max: 500, default: [], source: 'none', confidence: 'high' })
export const campaignsSection = list(campaign, { help: 'Firmware campaigns.', max: 50, default: [], source: 'none', confidence: 'high' })
