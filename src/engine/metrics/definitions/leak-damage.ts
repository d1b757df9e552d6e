import { defineMetric } from '../metric.ts'

/** Worth of what coolant leaks destroyed. */
export const leakDamage = defineMetric({ id: 'leakDamage', label: 'Damage to racks by coolant leaks', unit: 'USD', of: 'leakFound', add: event => event.damageUsd })
