/** What people at a site are trained and cleared for. */
export const SKILLS = ['highVoltage', 'lowVoltage', 'mechanical', 'controls', 'fire', 'liquid', 'it'] as const
export type Skill = (typeof SKILLS)[number]

/** Hours in a year that one employee works, net of leave, training and sickness; the usual planning figure. */
export const HOURS_PER_EMPLOYEE = 1690
const HOURS_PER_YEAR = 8760

/** Employees that man one post round the clock: 8,760 h ÷ what one of them works. */
export const employeesPerPost = (hoursPerEmployee: number): number => HOURS_PER_YEAR / hoursPerEmployee
