/** Storage and sun on the site bus: batteries in containers, photovoltaic arrays, and how load steps are smoothed. */
import type { z } from 'zod'
import { storageCatalog } from '../catalog/storage.ts'
import { catalogItem, datedMilestone, fraction, identifier, list, optional, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const store = catalogItem(
  storageCatalog,
  {
    id: identifier({ help: 'Name of the storage.' }),
    inService: datedMilestone({ help: 'Day on which the storage is there, with or without a slip.' }),
    chargeMin: fraction({ help: 'State of charge below which it delivers nothing, per present capacity.', default: 0.1, ...ENGINEERING }),
    chargeMax: fraction({ help: 'State of charge up to which it is charged, per present capacity.', default: 0.95, ...ENGINEERING }),
    recharge: quantity('ms', { help: 'Time in which an empty store is filled again.', min: '10 min', max: '1 week', default: '4 h', ...ENGINEERING }),
    shaveAbove: optional(quantity('W', { help: 'Draw from the grid above which it delivers, and up to which it is charged; without it, it waits for the loss of supply.', min: '1 kW', max: '20 GW' })),
    endOfLife: fraction({ help: 'Health at which it is replaced.', min: 0.3, max: 0.99, default: 0.7, source: '0.8 for smoothing duty, 0.7 otherwise, engineering default', confidence: 'low' }),
    replacement: quantity('ms', { help: 'How long the replacement takes.', max: '2 years', default: '2 weeks', ...ENGINEERING }),
  },
  { help: 'Equal units of battery storage on the site bus.' },
)

export const storageSection = list(store, { help: 'Battery storage on the site bus.', max: 100, default: [], source: 'none', confidence: 'high' })
export type StorageSection = z.output<typeof storageSection>

const array = section(
  {
    id: identifier({ help: 'Name of the array.' }),
    peak: quantity('W', { help: 'Direct-current rating at 1000 W/m² and 25 °C.', min: '1 kW', max: '20 GW' }),
    efficiency: fraction({ help: 'What wiring, soiling, mismatch and inverters leave.', min: 0.3, default: 0.86, source: 'PVWatts default of 14 % losses', confidence: 'medium' }),
    tiltGain: ratio({ help: 'Irradiance in the plane of the modules per horizontal irradiance.', min: 0.3, max: 2, default: 1.1, source: 'fixed tilt at mid latitudes, engineering default', confidence: 'low' }),
    inverter: optional(quantity('W', { help: 'Most that its inverters deliver; the rating when left out.', min: '1 kW', max: '20 GW' })),
    inService: datedMilestone({ help: 'Day on which the array is there, with or without a slip.' }),
  },
  { help: 'A photovoltaic array on the site bus.' },
)

export const solarSection = list(array, { help: 'Photovoltaic arrays on the site bus.', max: 100, default: [], source: 'none', confidence: 'high' })
export type SolarSection = z.output<typeof solarSection>

export const smoothingSection = optionalSection(
  {
    step: quantity('W', { help: 'Largest change of load that synchronous jobs make at once.', min: '0 W', max: '5 GW' }),
    ramp: quantity('W/min', { help: 'Fastest change that the connection allows.', min: '1 kW/min', max: '100 GW/min' }),
    rack: fraction({ help: 'Share of peak over mean that the storage in power shelves takes off.', rangeCode: 'SMOOTHING', default: 0.3, source: 'NVIDIA developer blog on power smoothing: up to 30 % of the peak demand seen by the grid', confidence: 'medium' }),
    burn: fraction({ help: 'Energy of training that ramps by dummy load add.', max: 0.5, rangeCode: 'SMOOTHING', default: 0.02, ...ENGINEERING }),
    response: quantity('ms', { help: 'Time after which sources follow the ramp.', max: '1 h', default: '1 s', ...ENGINEERING }),
  },
  { help: 'Smoothing of load steps; needs storage.' },
)
export type SmoothingSection = z.output<typeof smoothingSection>
