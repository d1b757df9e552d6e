/** Security zones: who may work where and when, with whom beside them, and how long the way in takes. */
import type { z } from 'zod'
import { choice, count, distribution, list, named, optionalSection, section, text } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

/** Kinds of workers as access sees them. */
export const WORKERS = ['staff', 'vendor'] as const
export type Worker = (typeof WORKERS)[number]

const zone = section(
  {
    blocks: list(text({ help: 'Id of a block.' }), { help: 'Blocks in the zone; a block without a zone is open to everybody with a badge.', min: 1, max: 1000 }),
    level: count({ help: 'Level of protection, 1 the lowest; shown, and the higher of two zones holds for a block that is in both.', min: 1, max: 9, default: 2, ...ENGINEERING }),
    badged: list(choice(WORKERS, { help: 'Kind of worker.' }), { help: 'Who enters with a badge of their own.', max: 2, default: ['staff'], ...ENGINEERING }),
    escorted: list(choice(WORKERS, { help: 'Kind of worker.' }), { help: 'Who enters with an escort; who is in neither list waits for a clearance on the next working day and is escorted then.', max: 2, default: ['vendor'], ...ENGINEERING }),
    people: count({ help: 'Workers in the zone at a time.', min: 1, max: 10_000, default: 20, ...ENGINEERING }),
  },
  { help: 'A security zone.' },
)

const hour = (help: string, value: number) => count({ help, min: 0, max: 24, default: value, ...ENGINEERING })

export const securitySection = optionalSection(
  {
    zones: named(zone, { help: 'Security zones by name.', default: {}, source: 'none', confidence: 'high' }),
    escorts: count({ help: 'Escorts on a shift.', max: 1000, default: 2, ...ENGINEERING }),
    ratio: count({ help: 'Workers that one escort can watch.', min: 1, max: 100, default: 3, ...ENGINEERING }),
    hours: section({ from: hour('First hour of the day, local time.', 7), to: hour('Hour at which it ends.', 19) }, { help: 'Working hours of clearances: Monday to Friday.' }),
    badgedAccess: distribution('ms', { help: 'From a free crew to the begin of its work, for those with a badge.', max: '30 days', default: { p50: '30 min', p90: '60 min' }, source: 'lognormal with a median of 0.5 h, engineering default', confidence: 'low' }),
    escortedAccess: distribution('ms', { help: 'The same for those with an escort.', max: '30 days', default: { p50: '4 h', p90: '8 h' }, source: 'lognormal with a median of 4 h, engineering default', confidence: 'low' }),
  },
  { help: 'Security zones and escorts, for the work of `crews`. Left out: nobody waits at the door.' },
)
export type SecuritySection = NonNullable<z.output<typeof securitySection>>
