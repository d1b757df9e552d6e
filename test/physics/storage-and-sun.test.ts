import { describe, expect, test } from 'vitest'
import { ONE_WAY_EFFICIENCY, bridgingEnergyJ, healthLoss, roundTripEfficiency, smoothingEnergyJ, smoothingPowerW, storedRateW } from '../../src/physics/battery-storage.ts'
import { cellTemperatureC, clearSkyIrradiance, solarOutputW, zenithCosine } from '../../src/physics/solar.ts'
import { draws } from './draws.ts'

const JOULES_PER_MWH = 3.6e9

describe('battery storage', () => {
  test('W4.5: one-way 0.9479, round trip 0.8986', () => {
    expect(ONE_WAY_EFFICIENCY).toBeCloseTo(0.9479, 4)
    expect(roundTripEfficiency(ONE_WAY_EFFICIENCY)).toBeCloseTo(0.8986, 4)
  })

  test('W4.6: ten years at half charge and a cycle a day; smoothing duty', () => {
    const days = 3652.5
    expect(healthLoss(0, days, 0.5, days, 1)).toBeCloseTo(0.1249, 4)
    expect(healthLoss(0, days, 0.5, days)).toBeCloseTo(0.1561, 4)
    // The third figure of the specification is that of ten years of 365 days.
    expect(healthLoss(0, 3650, 0.6, 0.3 * 3650)).toBeCloseTo(0.08623, 5)
  })

  test('ageing over adjoining intervals adds up', () => {
    const draw = draws(21)
    for (let i = 0; i < 200; i++) {
      const [a, b, c] = [draw(0, 100), draw(100, 1000), draw(1000, 4000)]
      expect(healthLoss(a, b, 0.5, b - a) + healthLoss(b, c, 0.5, c - b)).toBeCloseTo(healthLoss(a, c, 0.5, c - a), 12)
    }
  })

  test('auxiliaries bring a cycle a day from 0.90 to about 0.85', () => {
    // 1 MWh out of the terminals a day with 2 kW of auxiliaries: what must come in for the store to stay level.
    const inWh = (1e6 + 2e3 * 24) / ONE_WAY_EFFICIENCY / ONE_WAY_EFFICIENCY
    expect(1e6 / inWh).toBeGreaterThan(0.845)
    expect(1e6 / inWh).toBeLessThan(0.87)
    expect(storedRateW(0.9, 100, 0, 9)).toBeCloseTo(80, 9)
  })

  test('W4.11: a step of 60 MW at 10 MW a minute', () => {
    const ramp = 10e6 / 60
    expect(smoothingEnergyJ(60e6, ramp) / JOULES_PER_MWH).toBeCloseTo(3, 3)
    expect(60e6 / ramp / 60).toBeCloseTo(6, 3)
    expect(bridgingEnergyJ(60e6, 1) / 3.6e6).toBeCloseTo(8.333, 3)
    expect(smoothingPowerW(60e6, ramp, 60)).toBeCloseTo(50e6, 3)
    expect(smoothingPowerW(60e6, ramp, 600)).toBe(0)
  })
})

describe('sun', () => {
  test('W4.12: 100 MWp at 850 W/m² with cells at 45 °C', () => {
    // 71.145 exactly.
    expect(Math.abs(solarOutputW(100e6, 850, 0.9, 45) / 1e6 - 71.15)).toBeLessThan(0.0051)
    expect(cellTemperatureC(20, 850)).toBeCloseTo(45.5, 9)
  })

  test('noon at the equinox on the equator is overhead; night is dark', () => {
    expect(zenithCosine(0, 80, 12)).toBeCloseTo(1, 2)
    expect(zenithCosine(40, 172, 12)).toBeCloseTo(Math.cos(((40 - 23.44) * Math.PI) / 180), 3)
    expect(zenithCosine(40, 172, 0)).toBeLessThan(0)
    expect(clearSkyIrradiance(-0.1)).toBe(0)
    expect(clearSkyIrradiance(1)).toBeCloseTo(1037, 0)
  })
})
