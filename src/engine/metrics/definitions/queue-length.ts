import { defineMetric } from '../metric.ts'

/** Jobs waiting at the close of the window. */
export const queueLength = defineMetric({ id: 'queueLength', label: 'Jobs waiting', unit: '1', close: (_running, views) => views.jobs.queuedCount })
