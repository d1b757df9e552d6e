/** When jobs come: how many, how they follow the clock and the calendar, and how irregularly. */
import type { z } from 'zod'
import { choice, count, date, fraction, list, optional, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = 'engineering default'

const burstSection = section(
  {
    from: date({ help: 'First day of the burst.' }),
    duration: quantity('ms', { help: 'How long it lasts.', min: '1 h', max: '3 years' }),
    factor: ratio({ help: 'Arrivals of that time against those without it.', min: 0, max: 100 }),
  },
  { help: 'A time of more or fewer arrivals, such as the weeks before a conference.' },
)

const usersSection = optionalSection(
  {
    count: count({ help: 'How many users there are; each waits for the end of a job, thinks, and submits the next.', min: 1, max: 1_000_000 }),
    think: quantity('ms', { help: 'Mean time from the end of a job to the next of the same user (exponential). By night and on days off it is longer as arrivals are fewer: hours, weekdays, season, growth and bursts work on it.', min: '1 s', max: '1 year', default: '20 min', source: ENGINEERING, confidence: 'low' }),
  },
  { help: 'Users who submit their next job only when the one before is over, instead of a rate or load: when the site is full, they wait rather than queue ever more.' },
)

export const arrivalsSection = section(
  {
    rate: optional(quantity('1/day', { help: 'Arrivals in the mean of a day, from the first contracted accelerator on. Not together with a load; without either a load of 0.5.', max: '100000000/day' })),
    load: optional(ratio({ help: 'Offered work as a share of the capacity contracted at that time, instead of a rate.', min: 0, max: 5 })),
    growth: ratio({ help: 'Growth a year, from the begin of the horizon: 0.5 for half as much again.', min: -0.9, max: 20, default: 0, source: 'none unless stated', confidence: 'high' }),
    saturation: optional(ratio({ help: 'Growth ends at so many times the arrivals of the begin: an S-curve instead of an exponential.', min: 1.01, max: 1_000_000 })),
    amplitude: fraction({ help: 'Swing over the day: the busiest hour has 1 + this times the mean, the quietest 1 − this.', default: 0, source: 'steady unless stated', confidence: 'medium' }),
    peakHour: count({ help: 'Busiest local hour of the day.', min: 0, max: 23, default: 15, source: ENGINEERING, confidence: 'low' }),
    hours: optional(list(ratio({ help: 'Arrivals in an hour; only proportions matter.', min: 0, max: 1_000_000 }), { help: 'Arrivals by local hour of the day from midnight on, 24 numbers, instead of the amplitude.', min: 24, max: 24 })),
    weekdays: optional(list(ratio({ help: 'Arrivals on a day of the week; only proportions matter.', min: 0, max: 1_000_000 }), { help: 'Arrivals by day of the week from Monday on, 7 numbers.', min: 7, max: 7 })),
    season: optional(list(ratio({ help: 'Arrivals in a week of the year; only proportions matter.', min: 0, max: 1_000_000 }), { help: 'Arrivals by week of the year, 52 numbers; the last also stands for the days that are left.', min: 52, max: 52 })),
    bursts: list(burstSection, { help: 'Times of more or fewer arrivals.', default: [], source: 'none', confidence: 'high', max: 200 }),
    process: choice(['poisson', 'switching', 'self-exciting'], { help: 'How irregular arrivals are: independent; switching between calm and busy times at random; or each setting off others, as retries do.', default: 'poisson', source: 'independent users', confidence: 'medium' }),
    busyRatio: ratio({ help: 'Arrivals of busy times against calm ones, when switching.', min: 1, max: 1000, default: 5, source: ENGINEERING, confidence: 'low' }),
    busy: quantity('ms', { help: 'Mean length of a busy time, when switching.', min: '1 min', max: '1 year', default: '2 h', source: ENGINEERING, confidence: 'low' }),
    calm: quantity('ms', { help: 'Mean length of a calm time, when switching.', min: '1 min', max: '1 year', default: '10 h', source: ENGINEERING, confidence: 'low' }),
    branching: fraction({ help: 'Arrivals that one arrival sets off in the mean, when self-exciting.', max: 0.95, default: 0.5, source: ENGINEERING, confidence: 'low' }),
    echo: quantity('ms', { help: 'Mean time until such an arrival, when self-exciting.', min: '1 s', max: '30 days', default: '15 min', source: ENGINEERING, confidence: 'low' }),
    users: usersSection,
    chain: count({ help: 'Jobs of an arrival one after the other: each comes when the one before is done, none after one that failed. All have the size of the first.', min: 1, max: 1000, default: 1, source: 'single jobs', confidence: 'high' }),
    arrays: ratio({ help: 'Mean jobs of an arrival: array jobs have the same size and are submitted together (geometric).', min: 1, max: 10_000, default: 1, source: 'single jobs', confidence: 'high' }),
  },
  { help: 'When jobs come.' },
)
export type ArrivalsSection = z.output<typeof arrivalsSection>
