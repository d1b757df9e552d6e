/** Fires in a run: how often, how an alarm goes on, how long what is lost stays away. Present, it turns fires on. */
import type { z } from 'zod'
import { count, distribution, fraction, optionalSection, quantity, section } from './fields.ts'
import { siteZonesSection } from './fire-zones.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const JUDGED = { source: 'engineering judgement, for ranking layouts, not for insurance', confidence: 'low' } as const

const rate = (help: string, value: string) => quantity('1/year', { help, min: '0/year', max: '1000/year', default: value, ...JUDGED })
const span = (help: string, value: string, max = '1 year') => quantity('ms', { help, max, default: value, ...ENGINEERING })

const rates = section(
  {
    preAlarm: rate('Pre-alarms for smoke in a zone with racks; somebody looks, nothing stops.', '0.2/year'),
    incident: rate('Confirmed fires of a single device in a zone with racks.', '0.02/year'),
    zone: rate('Fires of a whole zone with racks.', '0.0005/year'),
    battery: rate('Thermal events of a lithium-ion cabinet group: the batteries of a UPS system, or a unit of storage.', '0.0001/year'),
    transformer: rate('Fires of a transformer.', '0.001/year'),
    generator: rate('Fires of the fuel of a set or an engine.', '0.0005/year'),
    emergencyOff: rate('Emergency power-offs pressed by mistake or malice, each button.', '0.005/year'),
  },
  { help: 'How often it burns.' },
)

export const fireSection = optionalSection(
  {
    rates,
    zones: siteZonesSection,
    confirm: span('From the first detector to the confirmation by a second one.', '30 s', '1 h'),
    release: span('From the confirmation to the release of agent or water and to the emergency power-off.', '30 s', '1 h'),
    ventilationHold: span('How long air handlers stand after a fire of a single device, so that agent stays.', '10 min', '7 days'),
    fireService: span('From the confirmation until the fire service is there and the zone is without power.', '10 min', '24 h'),
    makeSafe: distribution('ms', { help: 'From then until the zone may be entered again.', max: '1 year', default: { p50: '12 h', p90: '29.172 h' }, source: 'lognormal, median 12 h, geometric standard deviation 2, engineering default', confidence: 'low' }),
    inspection: span('Part of the restoration in which the damage is looked at and nothing comes back.', '24 h'),
    restoration: distribution('ms', { help: 'From make-safe until the last of the zone is back: smoke cleaning, drying, repair.', max: '5 years', default: { pert: ['3 days', '6.75 days', '30 days'] }, source: 'smoke cleaning 3–30 days, mean of 10 days, engineering default', confidence: 'low' }),
    deviceRestoration: distribution('ms', { help: 'From make-safe until a single device that burned is replaced.', max: '5 years', default: { pert: ['1 day', '3 days', '14 days'] }, ...ENGINEERING }),
    stages: count({ help: 'Stages in which the racks of a zone come back, evenly over the restoration after the inspection; its equipment is there with the first of them, or at the end in a zone without racks.', min: 1, max: 20, default: 3, ...ENGINEERING }),
    smokeSpread: fraction({ help: 'Probability that smoke closes a neighbour that shares a wall.', default: 0.1, ...ENGINEERING }),
    smokeClosed: span('How long it does.', '12 h'),
    batterySeparation: quantity('m', { help: 'After a thermal event of batteries, the authority isolates neighbours that stand nearer.', max: '1 km', default: '3 m', source: 'NFPA 855: 3 m (10 ft) to exposures', confidence: 'medium' }),
    batteryIsolation: distribution('ms', { help: 'How long it does.', max: '1 year', default: { uniform: ['24 h', '72 h'] }, ...ENGINEERING }),
    emergencyOffReset: span('From a spurious emergency power-off until the racks have power again.', '2 h'),
    insurerNotice: span('Protection out for longer than this is told to the insurer.', '8 h'),
    fireWatch: quantity('USD/h', { help: 'Cost of the fire watch while the protection of a zone is out.', max: '10000 USD/h', default: '60 USD/h', source: 'one guard round the clock, engineering default', confidence: 'low' }),
  },
  { help: 'Fires in a run, by rates, with the zones of the site. Left out: none happen. Stated, everything that carries power must stand in a zone.' },
)
export type FireSection = NonNullable<z.output<typeof fireSection>>
