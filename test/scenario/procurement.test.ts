import { describe, expect, test } from 'vitest'
import { meanOf, sdOf } from '../../src/base/distribution.ts'
import { pertShape } from '../../src/base/variates.ts'
import { LONG_LEAD } from '../../src/scenario/catalog/long-lead.ts'
import { procurementSection } from '../../src/scenario/schema/procurement.ts'

const WEEK_MS = 7 * 86_400_000

describe('lead times of equipment', () => {
  test('W9.3: 100/128/180 weeks as an author writes them: mean 132.0, α 2.400, β 3.600, standard deviation 14.81 weeks', () => {
    const { lead } = procurementSection.parse({ equipment: { hvTransformers: { lead: { pert: ['100 weeks', '128 weeks', '180 weeks'] } } } }).equipment.hvTransformers
    expect(meanOf(lead) / WEEK_MS).toBeCloseTo(132, 9)
    expect(sdOf(lead) / WEEK_MS).toBeCloseTo(14.81, 2)
    const { alpha, beta } = lead.kind === 'pert' ? pertShape(lead.low, lead.mode, lead.high) : { alpha: 0, beta: 0 }
    expect(alpha).toBeCloseTo(2.4, 9)
    expect(beta).toBeCloseTo(3.6, 9)
  })

  test('the table of the specification, in weeks', () => {
    expect(Object.fromEntries(Object.entries(LONG_LEAD).map(([kind, { weeks }]) => [kind, weeks.join('/')]))).toEqual({
      hvTransformers: '90/128/200', gsuTransformers: '100/144/210', hvBreakers: '80/120/180', mvSwitchgear: '40/60/90', transformers: '26/50/100',
      switchboards: '30/46/70', generators: '40/72/110', ups: '24/32/44', pdu: '16/28/36', chillers: '28/44/110', coolers: '20/32/52', towers: '20/32/52', airHandlers: '24/34/48',
      cdus: '16/28/52', turbines: '52/130/260', heavyTurbines: '156/260/364', engines: '52/65/90', storage: '26/40/60',
    })
  })

  test('defaults are those rows; a factory test fails with 5 % and adds three weeks, 1 % is damaged', () => {
    const { equipment, factoryTest, damage, mode } = procurementSection.parse({})
    for (const [kind, { weeks }] of Object.entries(LONG_LEAD)) expect(equipment[kind as keyof typeof equipment].lead).toEqual({ kind: 'pert', low: weeks[0] * WEEK_MS, mode: weeks[1] * WEEK_MS, high: weeks[2] * WEEK_MS })
    expect(factoryTest).toMatchObject({ failure: 0.05, repeat: 3 * WEEK_MS })
    expect(damage.probability).toBe(0.01)
    expect(mode).toBe('as-planned')
  })
})
