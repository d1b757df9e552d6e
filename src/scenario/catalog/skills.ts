/** What people at a site are trained and cleared for. */
export const SKILLS = ['highVoltage', 'lowVoltage', 'mechanical', 'controls', 'fire', 'liquid', 'it'] as const
export type Skill = (typeof SKILLS)[number]

/** What an hour of work costs with these skills, USD, all charges included: 130,000 USD a year over 1,690 h of work, by scarcity; engineering defaults. */
export const SKILL_USD_PER_HOUR: Readonly<Record<Skill, number>> = { highVoltage: 95, lowVoltage: 80, mechanical: 77, controls: 90, fire: 70, liquid: 80, it: 77 }

/** Hours in a year that one employee works, net of leave, training and sickness; the usual planning figure. */
export const HOURS_PER_EMPLOYEE = 1690
const HOURS_PER_YEAR = 8760

/** Employees that man one post round the clock: 8,760 h ÷ what one of them works. */
export const employeesPerPost = (hoursPerEmployee: number): number => HOURS_PER_YEAR / hoursPerEmployee
