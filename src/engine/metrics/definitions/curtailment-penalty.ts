import { defineMetric } from '../metric.ts'

/** Price of energy drawn beyond calls that ended in the window. */
export const curtailmentPenalty = defineMetric({ id: 'curtailmentPenalty', label: 'Penalties for energy drawn beyond calls', unit: 'USD', of: 'curtailmentPenalised', add: event => event.usd })
