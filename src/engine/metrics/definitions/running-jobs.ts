import { defineMetric } from '../metric.ts'

/** Jobs running at the close of the window. */
export const runningJobs = defineMetric({ id: 'runningJobs', label: 'Jobs running', unit: '1', close: (_running, views) => views.jobs.runningCount })
