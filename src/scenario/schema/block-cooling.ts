/** Cooling of one block: what carries the heat of its racks to the outdoor air, and at which temperatures. */
import type { z } from 'zod'
import { chillerCatalog } from '../catalog/chillers.ts'
import { coolerCatalog } from '../catalog/coolers.ts'
import { towerCatalog } from '../catalog/towers.ts'
import { catalogItem, choice, count, date, flag, fraction, optional, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = 'engineering default'
/** A default chosen by judgement: editable, and shown as such. */
const judged = { source: ENGINEERING, confidence: 'low' } as const

/** Kinds of plant for a water loop; the engine's registry of plants has the same ids. */
export const PLANTS = ['dry-adiabatic', 'air-cooled-chiller', 'water-cooled-chiller', 'cooling-tower'] as const

/** How fast fans of coolers run beside trim chillers. */
export const TRIM_FANS = ['stop', 'full', 'slow'] as const

/** What keeps water outdoors from freezing. */
export const FREEZE_PROTECTIONS = ['none', 'drain-back', 'heaters'] as const

/** Classes of facility water by their highest supply, °C. */
export const W_CLASSES = ['W17', 'W27', 'W32', 'W40', 'W45', 'W+'] as const
/** Classes of air-cooled servers by their highest inlet, °C, and those whose highest inlet falls with the altitude. */
export const AIR_CLASSES = ['A1', 'A2', 'A3', 'A4'] as const
export const AIR_CLASS_MAX_C: Readonly<Record<(typeof AIR_CLASSES)[number], number>> = { A1: 32, A2: 35, A3: 40, A4: 45 }
export const AIR_CLASSES_BY_ALTITUDE: ReadonlySet<string> = new Set(['A1', 'A2'])

/** Highest supply of a class, °C. */
export const W_CLASS_MAX_C: Readonly<Record<(typeof W_CLASSES)[number], number>> = { W17: 17, W27: 27, W32: 32, W40: 40, W45: 45, 'W+': Infinity }

const pump = (pressure: string, efficiency: number) => ({
  pressure: quantity('Pa', { help: 'Pressure rise of the pumps at design flow.', min: '0 kPa', max: '2000 kPa', default: pressure, ...judged }),
  efficiency: fraction({ help: 'Wire to water efficiency of the pumps.', min: 0.1, max: 0.95, default: efficiency, ...judged }),
})

/** Pumps of a loop side by side; of those needed, n of N deliver (n/N)^0.9 of the flow. */
const pumpGroup = {
  pumps: count({ help: 'Pumps that carry the design flow.', min: 1, max: 50, default: 2, ...judged }),
  pumpSpare: count({ help: 'Pumps beyond those.', max: 50, default: 1, ...judged }),
} as const

const technologyLoop = section(
  {
    rated: quantity('W', { help: 'Heat of one coolant distribution unit at its rated approach.', min: '10 kW', max: '20 MW', default: '1.25 MW', ...judged }),
    spare: count({ help: 'Units beyond those needed at design.', max: 100, default: 1, ...judged }),
    count: optional(count({ help: 'Units installed, the spare ones included; as many as the design heat takes when left out.', max: 10_000 })),
    rows: optional(count({ help: 'Rows of racks (leaks.racksPerRow) that share a group of units with its own spares; the count is then that of each group. The block is one group when left out.', min: 1, max: 1000 })),
    pumpFlow: optional(quantity('L/min', { help: 'Coolant that the pumps of one unit move at the end of their curve; no limit when left out.', min: '1 L/min', max: '100000 L/min' })),
    valveFlow: optional(quantity('L/min', { help: 'Facility water through one unit with its control valve open; no limit when left out.', min: '1 L/min', max: '100000 L/min' })),
    approach: quantity('K', { help: 'Coolant supply above facility water at rated heat; proportional to heat.', min: '0 K', max: '20 K', default: '4 K', ...judged }),
    flow: quantity('L/min/kW', { help: 'Coolant flow per heat of the cold plates at design.', min: '0.3 L/min/kW', max: '5 L/min/kW', default: '1.5 L/min/kW', ...judged }),
    volume: quantity('L/kW', { help: 'Coolant in the loop per design heat: how long it carries the load without facility water.', min: '0.01 L/kW', max: '20 L/kW', default: '1.5 L/kW', ...judged }),
    ...pump('250 kPa', 0.6),
    pumps: count({ help: 'Pumps inside a unit that carry its flow.', min: 1, max: 10, default: 1, ...judged }),
    pumpSpare: count({ help: 'Pumps inside a unit beyond those.', max: 10, default: 1, ...judged }),
    fouling: quantity('1/year', { help: 'Share of their capacity that exchangers lose a year until they are cleaned.', min: '0/year', max: '0.2/year', default: '0.02/year', ...judged }),
    cleaning: quantity('ms', { help: 'Time between cleanings of the exchangers.', min: '30 days', max: '10 years', default: '2 years', ...judged }),
  },
  { help: 'Coolant loop of the racks and its distribution units.' },
)

/** Warmer set points while there is less to carry or colder air to carry it into. */
const reset = optionalSection(
  {
    load: quantity('K', { help: 'Rise of the set point as the IT load falls to nothing, in proportion.', min: '0 K', max: '20 K', default: '0 K', ...judged }),
    weather: quantity('K', { help: 'Rise of the set point in air at or below the cold temperature; none at or above the hot one, in proportion between.', min: '0 K', max: '20 K', default: '0 K', ...judged }),
    cold: quantity('degC', { help: 'Outdoor air with the whole rise for weather.', min: '-40 degC', max: '40 degC', default: '10 degC', ...judged }),
    hot: quantity('degC', { help: 'Outdoor air with no rise for weather.', min: '-40 degC', max: '60 degC', default: '25 degC', ...judged }),
  },
  { help: 'Reset of the set point by load and weather, decided when the weather changes, in steps of half a kelvin.' },
)

const facilityLoop = section(
  {
    reset,
    glycol: fraction({ help: 'Propylene glycol in the water, by volume: against frost in outdoor coils. It carries less heat, so pumps move more.', max: 0.6, default: 0, ...judged }),
    heatCapacity: optional(quantity('J/kg/K', { help: 'Heat capacity of the fluid; that of the stated share of glycol when left out.', min: '2000 J/kg/K', max: '4300 J/kg/K' })),
    ...pumpGroup,
    range: quantity('K', { help: 'Temperature rise that sizes the pumps.', min: '2 K', max: '30 K', default: '9 K', ...judged }),
    tank: quantity('m^3', { help: 'Storage tank of cold water beside the plant: it carries the loop while chillers are away, and is charged again by spare capacity.', max: '100000 m^3', default: '0 m^3', ...judged }),
    volume: quantity('L/kW', { help: 'Water in the loop per design heat: how long it carries the load without heat rejection.', min: '0.1 L/kW', max: '100 L/kW', default: '8 L/kW', ...judged }),
    ...pump('300 kPa', 0.75),
  },
  { help: 'Facility water loop between distribution units and plant.' },
)

const chip = section(
  {
    power: quantity('W', { help: 'Full power of one accelerator package.', min: '50 W', max: '10 kW', default: '1200 W', source: 'GB200-class, vendor figure', confidence: 'medium' }),
    resistance: quantity('K/W', { help: 'Junction to coolant.', min: '0 K/W', max: '1 K/W', default: '0.025 K/W', source: 'below 0.03 K/W published for GB200-class cold plates', confidence: 'low' }),
    throttle: quantity('degC', { help: 'Junction temperature at which it throttles.', min: '40 degC', max: '120 degC', default: '85 degC', source: 'published 83–95 °C', confidence: 'low' }),
    shutdown: quantity('degC', { help: 'Junction temperature at which it shuts down.', min: '45 degC', max: '130 degC', default: '95 degC', source: 'published 83–95 °C', confidence: 'low' }),
    floor: fraction({ help: 'Lowest share of full power that throttling reaches.', min: 0.05, max: 1, default: 0.5, ...judged }),
    coolantMax: quantity('degC', { help: 'Warmest coolant supply that the vendor allows.', min: '20 degC', max: '70 degC', default: '45 degC', source: 'ASHRAE class W45', confidence: 'medium' }),
  },
  { help: 'Accelerators on their cold plates.' },
)

const economiser = section(
  {
    waterside: flag({ help: 'Whether a heat exchanger lets the towers of a water-cooled-chiller plant cool the loop when the air is moist-cold enough.', default: true, ...judged }),
    approach: quantity('K', { help: 'Loop water above tower water behind that exchanger; a plant of towers alone has it too.', min: '0 K', max: '10 K', default: '1.5 K', ...judged }),
  },
  { help: 'Use of tower water without compressors.' },
)

const condenserLoop = section(
  {
    ...pump('300 kPa', 0.75),
    turndown: fraction({ help: 'Lowest share of the design flow at which the pumps run; above it the flow follows the heat.', min: 0.2, max: 1, default: 0.75, source: 'lower bound of the YorkCalc fit, EnergyPlus Engineering Reference', confidence: 'medium' }),
  },
  { help: 'Pumps of the water between condensers and towers.' },
)

const air = section(
  {
    plant: choice(PLANTS, { help: 'Plant of the chilled water.', default: 'air-cooled-chiller', ...judged }),
    chillers: catalogItem(
      chillerCatalog,
      { count: optional(count({ help: 'How many of them; as many as carry the design heat at rating when left out.', max: 1000 })) },
      { help: 'Chillers of the air share; behind dry coolers they trim only when their count is stated.', default: { model: 'chiller-free-cooling' } },
    ),
    units: optional(catalogItem(coolerCatalog, {}, { help: 'Dry or adiabatic coolers of the air share.' })),
    towers: optional(catalogItem(towerCatalog, {}, { help: 'Cooling-tower cells of the air share.' })),
    supply: quantity('degC', { help: 'Chilled-water supply.', min: '4 degC', max: '40 degC', default: '22 degC', ...judged }),
    return: quantity('degC', { help: 'Chilled-water return at design.', min: '6 degC', max: '60 degC', default: '32 degC', ...judged }),
    reset,
    tank: quantity('m^3', { help: 'Storage tank of chilled water beside the plant: it carries the halls while chillers are away, and is charged again by spare capacity.', max: '100000 m^3', default: '0 m^3', ...judged }),
    volume: quantity('L/kW', { help: 'Chilled water per design heat, buffer tanks included.', min: '0.1 L/kW', max: '200 L/kW', default: '8 L/kW', ...judged }),
    ...pump('300 kPa', 0.75),
    unit: quantity('W', { help: 'Heat of one air handler (CRAH or fan wall).', min: '5 kW', max: '5 MW', default: '250 kW', ...judged }),
    spare: count({ help: 'Air handlers beyond those needed at design.', max: 1000, default: 1, ...judged }),
    ...pumpGroup,
    coilApproach: quantity('K', { help: 'Supply air above chilled water at rated heat.', min: '0 K', max: '20 K', default: '6 K', ...judged }),
    rise: quantity('K', { help: 'Temperature rise of the air through the servers.', min: '3 K', max: '30 K', default: '12 K', ...judged }),
    recirculation: fraction({ help: 'Share of the servers’ air that is hot exhaust; contained 0.02–0.05, open 0.2.', max: 0.9, default: 0.05, ...judged }),
    bypass: fraction({ help: 'Share of the handlers’ air that no server breathes; contained 0.05–0.15, open 0.4.', max: 0.9, default: 0.1, ...judged }),
    fanPressure: quantity('Pa', { help: 'Pressure rise of the handlers’ fans at design.', min: '0 Pa', max: '2000 Pa', default: '350 Pa', ...judged }),
    fanEfficiency: fraction({ help: 'Total efficiency of those fans.', min: 0.1, max: 0.95, default: 0.62, ...judged }),
    itClass: optional(choice(AIR_CLASSES, { help: 'Class of the servers by ASHRAE TC 9.9: its highest inlet (A1 32, A2 35, A3 40, A4 45 °C; of A1 and A2 1 K less for each 300 m above 900 m) stands in place of inletMax.' })),
    inletMax: quantity('degC', { help: 'Inlet air at which servers shut down.', min: '25 degC', max: '60 degC', default: '40 degC', source: 'ASHRAE TC 9.9 class A3, upper allowable', confidence: 'medium' }),
    inletWarning: quantity('degC', { help: 'Inlet air to which a hall must fall before a restart.', min: '15 degC', max: '50 degC', default: '32 degC', source: 'ASHRAE TC 9.9 class A1, upper allowable', confidence: 'medium' }),
    fanRise: quantity('1/K', { help: 'Power of the air-cooled part of the racks that their fans add for each kelvin of inlet air above fanFrom, as a share; never beyond the highest draw of the racks.', min: '0/K', max: '0.2/K', default: '0.015/K', ...judged }),
    fanFrom: quantity('degC', { help: 'Inlet air from which fans of servers speed up.', min: '10 degC', max: '45 degC', default: '27 degC', source: 'ASHRAE TC 9.9, upper end of the recommended envelope', confidence: 'medium' }),
    rearDoors: optionalSection(
      {
        effectiveness: fraction({ help: 'Heat taken per heat that exhaust at the temperature of the water would give; 0.6–0.75 without fans of their own.', min: 0.05, max: 0.95, default: 0.7, ...judged }),
        share: fraction({ help: 'Share of the heat of racks that goes into the air behind such doors.', default: 1, ...judged }),
      },
      { help: 'Heat exchangers in the rear doors of racks, on the chilled water: what they do not take goes into the air of the hall.' },
    ),
    dewPoint: quantity('degC', { help: 'Dew point that the hall’s air does not exceed; below it the hall follows the outdoor air. Coolant stays 2 K above it.', min: '-10 degC', max: '30 degC', default: '15 degC', source: 'ASHRAE TC 9.9, upper dew point of the recommended envelope', confidence: 'medium' }),
    volumePerHeat: quantity('m^3/kW', { help: 'Hall air per design heat of the air share.', min: '0.1 m^3/kW', max: '100 m^3/kW', default: '2.25 m^3/kW', ...judged }),
    massPerHeat: quantity('J/K/W', { help: 'Heat capacity of equipment in contact with the air, per design heat.', min: '0.1 J/K/W', max: '500 J/K/W', default: '17.5 J/K/W', ...judged }),
    massTime: quantity('ms', { help: 'Time constant between hall air and equipment.', min: '10 s', max: '2 h', default: '240 s', ...judged }),
  },
  { help: 'The share of heat that goes into the air: halls, air handlers, chilled water.' },
)

const water = section(
  {
    limit: optional(quantity('kg/s', { help: 'Most water that the source delivers to the block; unlimited when left out. Blocks add up to one source; not beside water.sources.', max: '10000 kg/s' })),
    storage: quantity('ms', { help: 'How long a full tank feeds all pads at full fan speed on a 38 °C, 25 % humidity day. Blocks add up to the tanks of the site; not beside water.storage.', max: '60 days', default: '24 h', ...judged }),
    outages: quantity('1/year', { help: 'Failures of the source a year; those of the first block that uses water count, and none of them beside water.sources.', min: '0/year', max: '100/year', default: '0.5/year', ...judged }),
    outage: quantity('ms', { help: 'Mean length of such a failure.', min: '1 min', max: '60 days', default: '6 h', ...judged }),
  },
  { help: 'Water for adiabatic pre-cooling.' },
)

const restart = section(
  {
    pumps: quantity('ms', { help: 'Pumps and fans run again this long after power returns.', max: '1 h', default: '15 s', ...judged }),
    chillers: quantity('ms', { help: 'Chillers start this long after power returns, where their controls lost it too; half as long where they did not.', max: '2 h', default: '120 s', source: 'quick start 60–180 s, conventional 240–480 s', confidence: 'low' }),
    controlsOnUps: flag({ help: 'Whether the controls of the chillers keep running on a UPS, so that they need not start as well.', default: true, ...judged }),
    ramp: quantity('ms', { help: 'From the start of chillers to their full capacity; 25 % a minute.', max: '1 h', default: '4 min', ...judged }),
    startsPerHour: count({ help: 'Starts that the motors of a chiller bear in an hour; a further one waits.', min: 1, max: 4, default: 4, source: 'motors of chillers bear three to four', confidence: 'medium' }),
    racks: quantity('ms', { help: 'Racks restart this long after temperatures are healthy again.', max: '1 day', default: '20 min', source: 'engineering default, range 10–30 min', confidence: 'low' }),
  },
  { help: 'Delays after a loss of power or a thermal shutdown.' },
)

const warning = section(
  {
    margin: quantity('K', { help: 'Coolant so far below the vendor’s limit is a warning; inlet air above its warning is one too.', min: '0 K', max: '20 K', default: '3 K', ...judged }),
    cap: fraction({ help: 'Share of their power that racks are asked to stay within when coolant or inlet air is at its limit; between warning and limit the request deepens evenly. 1 asks for nothing.', min: 0.1, max: 1, default: 0.9, ...judged }),
  },
  { help: 'Cap requested on a warning, before anything throttles.' },
)

/** Failures a year and mean hours of repair of one machine of each kind. */
const reliability = section(
  {
    fan: quantity('1/year', { help: 'Fan failures of one cooler; each takes one fan away.', min: '0/year', max: '100/year', default: '0.5/year', ...judged }),
    fanRepair: quantity('ms', { help: 'Mean repair of a cooler fan.', min: '1 min', max: '1 year', default: '4 h', ...judged }),
    chiller: quantity('1/year', { help: 'Failures of one chiller.', min: '0/year', max: '100/year', default: '0.4/year', ...judged }),
    chillerRepair: quantity('ms', { help: 'Mean repair of a chiller, spare parts at hand.', min: '1 min', max: '1 year', default: '36 h', ...judged }),
    tower: quantity('1/year', { help: 'Failures of one cooling-tower cell (fan, gearbox, fill).', min: '0/year', max: '100/year', default: '0.15/year', ...judged }),
    towerRepair: quantity('ms', { help: 'Mean repair of a cooling-tower cell.', min: '1 min', max: '1 year', default: '12 h', ...judged }),
    compressor: fraction({ help: 'Share of the failures of chillers that take a new compressor.', default: 0.1, ...judged }),
    compressorRepair: quantity('ms', { help: 'Mean repair of a chiller with a new compressor.', min: '1 min', max: '2 years', default: '400 h', ...judged }),
    pump: quantity('1/year', { help: 'Failures of one pump of the facility loop or of chilled water, with its drive.', min: '0/year', max: '100/year', default: '0.12/year', ...judged }),
    pumpRepair: quantity('ms', { help: 'Mean repair of such a pump.', min: '1 min', max: '1 year', default: '8 h', ...judged }),
    cduPump: quantity('1/year', { help: 'Failures of one pump of a distribution unit.', min: '0/year', max: '100/year', default: '0.1/year', ...judged }),
    controller: quantity('1/year', { help: 'Failures of the controller that all plants of the block hang on.', min: '0/year', max: '100/year', default: '0.05/year', ...judged }),
    controllerRepair: quantity('ms', { help: 'Mean repair of the controller.', min: '1 min', max: '1 year', default: '2 h', ...judged }),
    withoutController: choice(['stop', 'hold'], { help: 'What coolers, chillers and towers do while the controller is out: stop, or hold on by controls of their own. Pumps and fans of the halls go on.', default: 'stop', ...judged }),
    cdu: quantity('1/year', { help: 'Failures of the controls of one distribution unit, which stop it.', min: '0/year', max: '100/year', default: '0.05/year', ...judged }),
    cduRepair: quantity('ms', { help: 'Mean repair of a distribution unit or of one of its pumps.', min: '1 min', max: '1 year', default: '6 h', ...judged }),
    handler: quantity('1/year', { help: 'Failures of one air handler.', min: '0/year', max: '100/year', default: '0.1/year', ...judged }),
    handlerRepair: quantity('ms', { help: 'Mean repair of an air handler.', min: '1 min', max: '1 year', default: '6 h', ...judged }),
  },
  { help: 'Failures and repairs of cooling equipment.' },
)

const leaks = section(
  {
    rack: quantity('1/year', { help: 'Leaks at one rack; its valve isolates it.', min: '0/year', max: '100/year', default: '0.01/year', ...judged }),
    rackRepair: quantity('ms', { help: 'Mean repair of a leak at a rack.', min: '1 min', max: '1 year', default: '4 h', ...judged }),
    row: quantity('1/year', { help: 'Leaks of the manifold of one row; they take the whole row.', min: '0/year', max: '100/year', default: '0.002/year', ...judged }),
    rowRepair: quantity('ms', { help: 'Mean repair of a manifold.', min: '1 min', max: '1 year', default: '24 h', ...judged }),
    racksPerRow: count({ help: 'Racks on one manifold.', min: 1, max: 1000, default: 16, ...judged }),
    valveFails: fraction({ help: 'How often the valve of a leaking rack fails, so that its row stands still until the rack is mended.', default: 0.02, ...judged }),
    damageMin: fraction({ help: 'Least damage of a leak at a rack, as a share of the worth of the rack.', default: 0.05, ...judged }),
    damageMax: fraction({ help: 'Most damage of a leak at a rack, as a share of the worth of the rack.', default: 0.3, ...judged }),
  },
  { help: 'Leaks of the technology loop.' },
)

/** A bath of dielectric: single-phase polyalphaolefin near 40 °C, rounded. */
const bathFluid = { source: 'engineering default for single-phase polyalphaolefin fluids', confidence: 'low' } as const
const immersion = optionalSection(
  {
    share: fraction({ help: 'Share of the heat of any rack that the bath takes; the rest leaves through the walls of the tanks into the hall.', min: 0.5, default: 0.97, ...judged }),
    density: quantity('kg/m^3', { help: 'Density of the dielectric.', min: '500 kg/m^3', max: '2000 kg/m^3', default: '830 kg/m^3', ...bathFluid }),
    heatCapacity: quantity('J/kg/K', { help: 'Heat capacity of the dielectric.', min: '800 J/kg/K', max: '4300 J/kg/K', default: '2150 J/kg/K', ...bathFluid }),
    flow: quantity('L/min/kW', { help: 'Flow of dielectric past the chips per heat at design.', min: '0.5 L/min/kW', max: '20 L/min/kW', default: '3.4 L/min/kW', source: 'a rise of 10 K, engineering default', confidence: 'low' }),
    volume: quantity('L/kW', { help: 'Dielectric in the tanks per design heat: how long it carries the load when it is not cooled.', min: '1 L/kW', max: '200 L/kW', default: '10 L/kW', ...judged }),
    resistance: quantity('K/W', { help: 'Junction to dielectric, in place of that of cold plates.', min: '0 K/W', max: '1 K/W', default: '0.04 K/W', source: 'finned spreaders in forced single-phase flow, engineering default', confidence: 'low' }),
  },
  { help: 'Racks in tanks of dielectric instead of cold plates; the distribution units are the exchangers of the tanks, with their pumps.' },
)

export const blockCoolingSection = section(
  {
    plant: choice(PLANTS, { help: 'Plant of the liquid loop.', default: 'dry-adiabatic', ...judged }),
    supply: quantity('degC', { help: 'Set point of the facility water supply.', min: '5 degC', max: '60 degC', default: '36 degC', source: 'ASHRAE class W40 with a 4 K margin', confidence: 'medium' }),
    wClass: optional(choice(W_CLASSES, { help: 'Class of the facility water by ASHRAE TC 9.9: the highest supply in °C that the plant promises on the design day; W+ has no upper limit.' })),
    units: optional(catalogItem(coolerCatalog, {}, { help: 'Dry or adiabatic coolers of the block.' })),
    pads: fraction({ help: 'Highest effectiveness of adiabatic pads; 0 for dry coolers.', max: 0.75, default: 0.75, ...judged }),
    trim: optional(catalogItem(chillerCatalog, {}, { help: 'Chillers in series behind the coolers, or the chillers of a chiller plant.' })),
    trimFans: choice(TRIM_FANS, { help: 'Fans of coolers while trim chillers run: at full speed unless chillers alone draw less (stop), at full speed as long as they take any heat (full), or as fast as costs least together with the chillers (slow).', default: 'stop', ...judged }),
    towers: optional(catalogItem(towerCatalog, {}, { help: 'Cooling-tower cells of the liquid loop.' })),
    economiser,
    condenserLoop,
    freezeProtection: choice(FREEZE_PROTECTIONS, { help: 'What keeps water in outdoor coils, basins and chillers from freezing, where glycol does not.', default: 'drain-back', ...judged }),
    heaters: section(
      {
        strength: quantity('W/K/kW', { help: 'Electric power for each kelvin of frost below their set point per rated heat of the machines that they guard.', min: '0 W/K/kW', max: '10 W/K/kW', default: '0.2 W/K/kW', source: 'a basin held at 4.4 °C in air of −18 °C, engineering default', confidence: 'low' }),
        setpoint: quantity('degC', { help: 'Temperature that they hold.', min: '0 degC', max: '15 degC', default: '4.4 degC', source: 'basin heaters of cooling towers, usual setting', confidence: 'medium' }),
      },
      { help: 'Heaters of basins and coils in the open, where freezeProtection is heaters: on while their loop carries no heat.' },
    ),
    ready: optional(date({ help: 'Day on which the plant is in service, when later than the block itself.' })),
    yardRecirculation: quantity('K', { help: 'Design day: exhaust that coolers breathe again, added to the dry bulb.', min: '0 K', max: '15 K', default: '2.5 K', source: 'dense dry-cooler yards, engineering default', confidence: 'low' }),
    yardRecirculates: choice(['design-day', 'always'], { help: 'Whether that heat counts in checks of the design day alone or in every hour of a run as well, with the rise of the wet bulb that goes with it.', default: 'design-day', ...judged }),
    house: ratio({ help: 'Lighting, controls and people per design IT power, into the hall air.', max: 0.1, default: 0.0075, source: '5 W/m² at 1.5 gross m² per kW of IT, engineering default', confidence: 'low' }),
    cdu: technologyLoop,
    immersion,
    facilityLoop,
    chip,
    air,
    water,
    restart,
    warning,
    reliability,
    leaks,
  },
  { help: 'Cooling of the block.' },
)
export type BlockCoolingSection = z.output<typeof blockCoolingSection>
