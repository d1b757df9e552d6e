/** The people who keep power and cooling running: teams, shifts, call-out, and the mistakes of their hands. */
import type { z } from 'zod'
import { HOURS_PER_EMPLOYEE, SKILL_USD_PER_HOUR, SKILLS, type Skill } from '../catalog/skills.ts'
import { choice, count, distribution, flag, fraction, identifier, list, optional, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

export const TEAM_HOURS = ['shifts', 'days', 'call-out'] as const

const team = section(
  {
    id: identifier({ help: 'Name of the team.' }),
    count: count({ help: 'People that can work at the same time; of a team in shifts, those of one shift.', min: 1, max: 10_000, default: 2, source: 'two for safe switching', confidence: 'medium' }),
    skills: list(choice(SKILLS, { help: 'What the team is trained and cleared for.' }), { help: 'What every member of the team can do. Teams with `it` repair nodes, in the hours that they work, in place of the technicians of `faults`.', min: 1, max: SKILLS.length }),
    works: choice(TEAM_HOURS, {
      help: 'shifts: round the clock. days: Monday to Friday in the hours of the day shift. call-out: a contractor, called when the own teams lack the skill or are busy while nothing stands in for what failed.',
      default: 'shifts', ...ENGINEERING,
    }),
    wage: optional(quantity('USD/h', { help: 'What an hour of one of them costs, all charges included; that of the best paid of their skills when left out (`crews.pay.wages`).', max: '10000 USD/h' })),
    callOut: distribution('ms', { help: 'From the call to the arrival of a contractor.', max: '60 days', default: { p50: '4 h', p90: '12 h' }, ...ENGINEERING }),
  },
  { help: 'People of equal skill.' },
)

const wage = (skill: Skill) => quantity('USD/h', {
  help: `An hour of work with the skill ${skill}, all charges included.`, max: '10000 USD/h', default: `${SKILL_USD_PER_HOUR[skill]} USD/h`,
  source: '130 k USD a year, loaded, over 1,690 h of work; by scarcity, engineering default', confidence: 'low',
})
const hour = (help: string, value: number) => count({ help, min: 0, max: 24, default: value, ...ENGINEERING })

const mistakes = section(
  {
    routine: fraction({ help: 'Probability of a mistake in a job of routine work.', default: 0.001, ...ENGINEERING }),
    switching: fraction({ help: 'Probability of a mistake in a job that switches circuits.', default: 0.005, ...ENGINEERING }),
    overtime: ratio({ help: 'Factor on it for a job that runs past the end of the shift, and for contractors, who do not know the site.', min: 1, max: 100, default: 2, ...ENGINEERING }),
    peerCheck: flag({ help: 'A second person reads the procedure step by step: half the mistakes.', default: false, ...ENGINEERING }),
    harmless: fraction({ help: 'Share of mistakes without consequence.', default: 0.6, ...ENGINEERING }),
    redundancy: fraction({ help: 'Share of mistakes that put another asset of the group out of service; the rest trips what feeds the asset, or the asset and another beside it.', default: 0.3, ...ENGINEERING }),
    recovery: distribution('ms', { help: 'From the mistake until what it tripped is back.', max: '30 days', default: { p50: '2 h', p90: '6 h' }, ...ENGINEERING }),
  },
  { help: 'Mistakes of hands-on work.' },
)

const pay = section(
  {
    wages: section(
      Object.fromEntries(SKILLS.map(skill => [skill, wage(skill)])) as Record<Skill, ReturnType<typeof wage>>,
      { help: 'Hourly cost by skill.' },
    ),
    unsocial: fraction({ help: 'Premium on hours at night and on weekends: those outside the day shift from Monday to Friday.', default: 0.1, ...ENGINEERING }),
    overtime: ratio({ help: 'Factor on hours past the end of a shift.', min: 1, max: 10, default: 1.5, source: 'usual labour law', confidence: 'medium' }),
    contractor: ratio({ help: 'Factor on the hours of contractors, who are paid for the way, the door and the work.', min: 0, max: 100, default: 1.8, ...ENGINEERING }),
    callOut: quantity('USD', { help: 'Fee for each person of a call-out.', max: '1000000 USD', default: '500 USD', ...ENGINEERING }),
  },
  { help: 'What crews cost: own teams for the hours that they man, contractors for those that they are called.' },
)

export const crewsSection = optionalSection(
  {
    teams: optional(list(team, { help: 'Teams, the one to be asked first at the top. Left out: one team in shifts with all skills, two people and one more for each 40 MW of IT power (60 MW where most of it is liquid-cooled).', min: 1, max: 100 })),
    switching: count({ help: 'People who must be there to switch circuits.', min: 1, max: 10, default: 2, source: 'minimum for safe switching (Mission Critical Magazine; facilitiesnet)', confidence: 'medium' }),
    shift: section(
      {
        start: hour('Hour of the day at which a shift begins, local time.', 7),
        length: quantity('ms', { help: 'Length of a shift.', min: '4 h', max: '24 h', default: '12 h', source: 'four crews of 12 h, usual practice', confidence: 'medium' }),
      },
      { help: 'The rota. The day shift begins with the first shift of the day and is as long.' },
    ),
    hoursPerYear: ratio({ help: 'Hours that one employee works in a year; 8,760 of them man one post round the clock.', min: 500, max: 4000, default: HOURS_PER_EMPLOYEE, source: 'usual planning figure: 5.18 employees a post', confidence: 'medium' }),
    pay,
    mistakes,
  },
  { help: 'Crews that repair and maintain power and cooling. Left out: every repair begins at once, nobody is short.' },
)
export type CrewsSection = NonNullable<z.output<typeof crewsSection>>
export type TeamSection = NonNullable<CrewsSection['teams']>[number]
