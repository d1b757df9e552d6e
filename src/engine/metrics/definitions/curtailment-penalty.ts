import { defineMetric } from '../metric.ts'

/** Price of energy drawn beyond calls that ended in the window. */
export const curtailmentPenalty = defineMetric({ id: 'curtailmentPenalty', label: 'Penalties for energy drawn beyond calls', unit: 'USD', add: event => (event.kind === 'curtailmentPenalised' ? event.usd : 0) })
