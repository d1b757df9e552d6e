/**
 * Rack types. "Accelerator" is one scheduler-visible package: marketing names that count dies (NVL144, NVL576) do not multiply it.
 * All power is at the rack input. A value that nobody has published is `unknown`, which is not zero.
 */
import { catalog, catalogRow, count, entry, fraction, orUnknown, quantity, ratio, text } from '../schema/fields.ts'
import type { CatalogEntry } from '../schema/field-meta.ts'
import type { CatalogRow } from '../schema/fields.ts'

const fields = {
  acceleratorName: text({ help: 'Name of the accelerator package.' }),
  year: count({ help: 'Year of the first deliveries.', min: 2015, max: 2040 }),
  acceleratorTdp: orUnknown(quantity('W', { help: 'Thermal design power of one accelerator package.', min: '50 W', max: '20 kW' })),
  diesPerPackage: count({ help: 'Compute dies in a package; a package counts as one accelerator, however many there are.', min: 1, max: 64, default: 1, source: 'one unless stated', confidence: 'medium' }),
  nodes: count({ help: 'Nodes (servers or compute trays) in the rack; a node is the unit of allocation.', min: 1, max: 288 }),
  acceleratorsPerNode: count({ help: 'Accelerator packages in a node.', min: 1, max: 32 }),
  idle: quantity('W', { help: 'Power with all nodes on and idle.', min: '0 W', max: '1 MW' }),
  sustained: quantity('W', { help: 'Power under sustained training load.', min: '1 W', max: '1 MW' }),
  max: quantity('W', { help: 'Thermal design power: the highest power the rack draws for longer than moments; counts for energy and heat.', min: '1 W', max: '1 MW' }),
  electricalPeak: quantity('W', { help: 'Electrical design power: the highest power it draws for moments; sizes conductors, breakers and power shelves. At least max counts.', min: '1 W', max: '2 MW' }),
  liquidFraction: fraction({ help: 'Share of the heat that leaves in the liquid loop.' }),
  mass: orUnknown(quantity('kg', { help: 'Mass of the filled rack.', min: '100 kg', max: '10000 kg' })),
  width: orUnknown(quantity('m', { help: 'Width.', min: '0.3 m', max: '3 m' })),
  depth: orUnknown(quantity('m', { help: 'Depth.', min: '0.3 m', max: '3 m' })),
  height: orUnknown(quantity('m', { help: 'Height.', min: '0.5 m', max: '4 m' })),
  scaleUpSize: count({ help: 'Accelerators in one scale-up domain.', min: 1, max: 1024 }),
  scaleUpBandwidth: quantity('B/s', { help: 'Scale-up bandwidth per accelerator and direction.', min: '1 GB/s', max: '100 TB/s' }),
  nicBandwidth: quantity('B/s', { help: 'Scale-out network bandwidth per accelerator and direction.', min: '0.1 GB/s', max: '10 TB/s' }),
  peakFlops: quantity('flop/s', { help: 'Peak dense bfloat16 rate of an accelerator, without sparsity.', min: '1 Tflop/s', max: '1 Eflop/s' }),
  capStaticShare: fraction({ help: 'Share of the accelerator draw that a power cap cannot remove.', max: 0.9, default: 0.3, source: 'fitted to 700 → 600 W losses of 10–15 % in pre-training and 5–8 % in inference', confidence: 'medium' }),
  capExponent: ratio({ help: 'Exponent between clock and dynamic power under a cap.', min: 1, max: 4, default: 2, source: 'fitted to 700 → 600 W losses of 10–15 % in pre-training and 5–8 % in inference', confidence: 'medium' }),
  supplyUnits: count({ help: 'Power supplies of a node; 0 where the shelves of the rack feed it.', min: 0, max: 64, default: 6, source: 'HGX H100 nodes: six of 3.3 kW', confidence: 'medium' }),
  supplyUnitsNeeded: count({ help: 'Power supplies that carry the highest draw of a node.', min: 0, max: 64, default: 4, source: 'HGX H100 nodes: four of six', confidence: 'medium' }),
  hostShare: fraction({ help: 'Share of the sustained power that is not the accelerators: processors, network cards, fans, switches.', max: 0.9, default: 0.3, source: 'engineering default', confidence: 'low' }),
}

const ENGINEERING = 'engineering default'
const VENDOR_NVL72 = 'NVL72 figures in trade press (Yahoo Finance, ServeTheHome, Introl): 120 kW quoted, 132 kW of power shelves, 1.8 TB/s NVLink, 3,000 lb'
const H100_POWER = 'node power measurements arXiv 2412.08602 and 2506.14551: peak 8.4–8.48 kW of 10.2 kW nameplate, intensive work at 76 % of rating'
const RUBIN = 'Vera Rubin and Kyber figures in trade press (Tom’s Hardware, techstories)'
const TRANSIENT = 'transients of about 1.4 × the thermal design power (trade press on NVL72 power shelves)'
const DGX_H100 = 'DGX H100 user guide: 10.2 kW at most, 8U, 130.5 kg'
const DGX_B200 = 'DGX B200 user guide: 14.3 kW at most, 10U, 142.4 kg'
const MI300X = 'MI300X data sheet: 750 W, 1,307 Tflop/s dense bfloat16, 192 GB at 5.3 TB/s, seven Infinity Fabric links of 128 GB/s in both directions'
const PLANNING = 'planning figure for racks that nobody has announced: idle 15 % and sustained 85 % of the highest power, engineering default'
const NVLINK4 = 'NVLink 4: 900 GB/s in both directions'

const assumed = (value: string | number) => ({ value, source: ENGINEERING, confidence: 'low' as const })
const stated = (value: string | number, source: string) => ({ value, source, confidence: 'medium' as const })
const H100 = {
  acceleratorName: stated('H100 SXM', 'vendor datasheet'),
  year: stated(2022, 'vendor announcements'),
  acceleratorTdp: stated('700 W', 'vendor datasheet'),
  acceleratorsPerNode: stated(8, 'vendor datasheet'),
  liquidFraction: stated(0, 'air-cooled'),
  width: stated('0.6 m', 'standard rack'),
  depth: stated('1.2 m', 'standard rack'),
  height: stated('2.2 m', 'standard 48U rack, engineering default'),
  scaleUpSize: stated(8, 'vendor datasheet'),
  scaleUpBandwidth: stated('450 GB/s', NVLINK4),
  nicBandwidth: stated('50 GB/s', 'one 400 Gb/s port per accelerator'),
  peakFlops: stated('989 Tflop/s', 'vendor datasheet, dense bfloat16'),
}
const RAPS = 'ORNL Frontier in ExaDigiT/RAPS, config/frontier.yaml: 128 nodes of 90–280 W processor, 4 × 88–560 W accelerators and 184.26 W for the rest, each behind (x + 13 W)/0.98; 32 switches of 250 W; 32 rectifiers of (x + 17 W)/0.96'
const L40S = 'L40S data sheet: 350 W, 362 Tflop/s dense bfloat16, 48 GB at 864 GB/s, PCIe 4.0 ×16'
const SHELVES = { value: 0, source: 'fed by the shelves of the rack', confidence: 'medium' as const }
const NVL72 = {
  supplyUnits: SHELVES,
  supplyUnitsNeeded: SHELVES,
  nodes: stated(18, VENDOR_NVL72),
  acceleratorsPerNode: stated(4, VENDOR_NVL72),
  width: stated('0.6 m', 'standard rack'),
  depth: stated('1.07 m', VENDOR_NVL72),
  height: stated('2.24 m', 'standard 48U rack, engineering default'),
  scaleUpSize: stated(72, VENDOR_NVL72),
  scaleUpBandwidth: stated('900 GB/s', VENDOR_NVL72),
}

/** A rack for planning beyond what is announced; its accelerators are those of the generation that is announced last. */
function planned(kW: number, accelerators: number): CatalogEntry {
  return entry(`Rack of ${kW} kW for planning`, PLANNING, 'low', {
    supplyUnits: SHELVES,
    supplyUnitsNeeded: SHELVES,
    acceleratorName: 'Rubin Ultra',
    year: 2028,
    acceleratorTdp: { value: 'unknown', source: 'not announced', confidence: 'low' },
    nodes: accelerators / 4,
    acceleratorsPerNode: 4,
    idle: `${kW * 0.15} kW`,
    sustained: `${kW * 0.85} kW`,
    max: `${kW} kW`,
    electricalPeak: { value: `${kW * 1.4} kW`, source: TRANSIENT, confidence: 'low' },
    liquidFraction: 1,
    mass: { value: 'unknown', source: 'not announced', confidence: 'low' },
    width: { value: 'unknown', source: 'not announced', confidence: 'low' },
    depth: { value: 'unknown', source: 'not announced', confidence: 'low' },
    height: { value: 'unknown', source: 'not announced', confidence: 'low' },
    scaleUpSize: accelerators,
    scaleUpBandwidth: '1.8 TB/s',
    nicBandwidth: '200 GB/s',
    peakFlops: { value: `${((8 * (kW / accelerators) * 144) / 600).toFixed(2)} Pflop/s`, source: 'power per accelerator-flop/s of Kyber NVL576', confidence: 'low' },
  })
}

export const racks = catalog('racks', fields, {
  'hgx-h100-air-4': entry('Four HGX H100 nodes, air', H100_POWER, 'high', {
    ...H100,
    nodes: 4,
    idle: assumed('8 kW'),
    sustained: '31 kW',
    max: '40.8 kW',
    electricalPeak: { value: '40.8 kW', source: 'nameplate of the nodes, which measurements stay below', confidence: 'medium' },
    mass: assumed('750 kg'),
  }),
  'l40s-air-4': entry('Four nodes of four L40S, air, 10 kW', L40S, 'medium', {
    acceleratorName: stated('L40S', L40S),
    year: stated(2023, 'vendor announcements'),
    acceleratorTdp: stated('350 W', L40S),
    nodes: assumed(4),
    acceleratorsPerNode: assumed(4),
    idle: assumed('3.2 kW'),
    sustained: { value: '7.5 kW', source: '16 × 280 W and 4 × 0.65 kW of hosts with a switch of 0.4 kW, engineering default', confidence: 'low' },
    max: { value: '10 kW', source: '16 × 350 W, 4 × 1 kW of hosts and a switch of 0.4 kW', confidence: 'medium' },
    electricalPeak: { value: '10 kW', source: 'sum of the nameplates of its parts', confidence: 'low' },
    liquidFraction: stated(0, 'air-cooled'),
    mass: assumed('500 kg'),
    width: stated('0.6 m', 'standard rack'),
    depth: stated('1.2 m', 'standard rack'),
    height: stated('2.2 m', 'standard 48U rack, engineering default'),
    scaleUpSize: stated(4, 'accelerators of one node behind its PCIe switches'),
    scaleUpBandwidth: stated('32 GB/s', L40S),
    nicBandwidth: { value: '6.25 GB/s', source: 'one 200 Gb/s port a node, engineering default', confidence: 'low' },
    peakFlops: stated('362 Tflop/s', L40S),
    hostShare: { value: 0.4, source: '16 × 280 W of 7.5 kW are the accelerators', confidence: 'low' },
  }),
  'hgx-h100-air-2': entry('Two HGX H100 nodes, air', 'Meta 24k-GPU clusters: 3,072 nodes in 1,536 racks', 'medium', {
    ...H100,
    nodes: 2,
    idle: assumed('4 kW'),
    sustained: { value: '15.5 kW', source: H100_POWER, confidence: 'high' },
    max: { value: '20.4 kW', source: H100_POWER, confidence: 'high' },
    electricalPeak: { value: '20.4 kW', source: 'nameplate of the nodes, which measurements stay below', confidence: 'medium' },
    mass: assumed('500 kg'),
  }),
  'dgx-h100-air-4': entry('Four DGX H100, air', DGX_H100, 'medium', {
    ...H100,
    nodes: 4,
    idle: assumed('8 kW'),
    sustained: { value: '31 kW', source: H100_POWER, confidence: 'high' },
    max: '40.8 kW',
    electricalPeak: { value: '40.8 kW', source: 'nameplate of the nodes, which measurements stay below', confidence: 'medium' },
    mass: { value: '672 kg', source: 'four systems of 130.5 kg and a rack of 150 kg, engineering default', confidence: 'low' },
  }),
  'dgx-b200-air-4': entry('Four DGX B200, air', DGX_B200, 'medium', {
    ...H100,
    acceleratorName: 'B200',
    year: stated(2024, 'vendor announcements'),
    acceleratorTdp: '1000 W',
    diesPerPackage: 2,
    nodes: 4,
    idle: assumed('11 kW'),
    sustained: { value: '43.5 kW', source: '76 % of the rating, as measured on H100 nodes', confidence: 'low' },
    max: '57.2 kW',
    electricalPeak: { value: '57.2 kW', source: 'nameplate of the nodes, which measurements on H100 stay below', confidence: 'low' },
    mass: { value: '720 kg', source: 'four systems of 142.4 kg and a rack of 150 kg, engineering default', confidence: 'low' },
    scaleUpBandwidth: stated('900 GB/s', 'NVLink 5: 1.8 TB/s in both directions'),
    peakFlops: stated('2.25 Pflop/s', 'vendor datasheet, dense bfloat16'),
  }),
  'mi300x-air-4': entry('Four nodes of eight MI300X, air', MI300X, 'medium', {
    ...H100,
    acceleratorName: 'MI300X',
    year: stated(2023, 'vendor announcements'),
    acceleratorTdp: '750 W',
    diesPerPackage: stated(8, 'MI300X data sheet: eight compute dies behind one device'),
    nodes: assumed(4),
    idle: assumed('9 kW'),
    sustained: { value: '32.5 kW', source: '76 % of the rating, as measured on H100 nodes', confidence: 'low' },
    max: { value: '42.8 kW', source: '32 × 750 W and 4 × 4.7 kW of hosts, as H100 nodes leave beside their accelerators', confidence: 'low' },
    electricalPeak: { value: '42.8 kW', source: 'sum of the nameplates of its parts', confidence: 'low' },
    mass: assumed('750 kg'),
    scaleUpBandwidth: stated('448 GB/s', MI300X),
    peakFlops: stated('1307.4 Tflop/s', MI300X),
  }),
  frontier: entry('HPE Cray EX4000 cabinet of ORNL Frontier', RAPS, 'high', {
    supplyUnits: SHELVES,
    supplyUnitsNeeded: SHELVES,
    acceleratorName: stated('MI250X', 'OLCF Frontier user guide'),
    year: stated(2021, 'vendor announcements'),
    acceleratorTdp: stated('560 W', 'MI250X data sheet, peak'),
    diesPerPackage: stated(2, 'MI250X data sheet'),
    nodes: 128,
    acceleratorsPerNode: 4,
    idle: '95.875 kW',
    sustained: { value: '300 kW', source: 'TOP500: 22.7 MW in High-Performance Linpack over 74 cabinets, rounded down', confidence: 'medium' },
    max: '378.596 kW',
    electricalPeak: { value: '437.44 kW', source: '32 rectifiers of 13.67 kW peak, ExaDigiT/RAPS config/frontier.yaml', confidence: 'medium' },
    liquidFraction: { value: 0.945, source: 'cooling efficiency of ExaDigiT/RAPS config/frontier.yaml', confidence: 'medium' },
    mass: { value: '3629 kg', source: 'HPCwire on Frontier: 8,000 pounds a cabinet', confidence: 'medium' },
    width: { value: 'unknown', source: 'not at hand', confidence: 'low' },
    depth: { value: 'unknown', source: 'not at hand', confidence: 'low' },
    height: { value: 'unknown', source: 'not at hand', confidence: 'low' },
    scaleUpSize: stated(4, 'accelerators of one node'),
    scaleUpBandwidth: { value: '150 GB/s', source: 'Infinity Fabric links of 50 GB/s to the three other packages of a node, engineering default', confidence: 'low' },
    nicBandwidth: stated('25 GB/s', 'one 200 Gb/s Slingshot port per accelerator, OLCF Frontier user guide'),
    peakFlops: stated('383 Tflop/s', 'MI250X data sheet, dense bfloat16'),
    hostShare: { value: 0.31, source: '512 accelerators at about 400 W of 300 kW', confidence: 'low' },
  }),
  'gb200-nvl72': entry('GB200 NVL72', VENDOR_NVL72, 'medium', {
    ...NVL72,
    acceleratorName: 'GB200',
    year: stated(2025, 'vendor announcements'),
    acceleratorTdp: stated('1200 W', VENDOR_NVL72),
    diesPerPackage: stated(2, 'vendor datasheet'),
    idle: assumed('20 kW'),
    sustained: assumed('105 kW'),
    max: '132 kW',
    electricalPeak: { value: '185 kW', source: TRANSIENT, confidence: 'low' },
    liquidFraction: stated(0.85, 'NVL72-class racks, range 0.80–0.90, engineering default'),
    mass: '1360 kg',
    nicBandwidth: stated('50 GB/s', 'one 400 Gb/s port per accelerator'),
    peakFlops: stated('2.5 Pflop/s', 'vendor datasheet, dense bfloat16'),
  }),
  'gb300-nvl72': entry('GB300 NVL72', VENDOR_NVL72, 'medium', {
    ...NVL72,
    acceleratorName: 'GB300',
    year: stated(2025, 'vendor announcements'),
    acceleratorTdp: stated('1400 W', VENDOR_NVL72),
    diesPerPackage: stated(2, 'vendor datasheet'),
    idle: assumed('22 kW'),
    sustained: assumed('115 kW'),
    max: assumed('142 kW'),
    electricalPeak: { value: '182 kW', source: `${TRANSIENT}, less 30 % of the swing from storage in the shelf (NVIDIA)`, confidence: 'low' },
    liquidFraction: stated(0.85, 'NVL72-class racks, range 0.80–0.90, engineering default'),
    mass: { value: '1360 kg', source: 'at least the mass of GB200 NVL72', confidence: 'low' },
    nicBandwidth: stated('100 GB/s', 'one 800 Gb/s port per accelerator'),
    peakFlops: stated('2.5 Pflop/s', 'vendor datasheet, dense bfloat16'),
  }),
  'vr-nvl72': entry('Vera Rubin NVL72 (marketed as NVL144)', RUBIN, 'low', {
    ...NVL72,
    acceleratorName: 'Rubin',
    year: 2026,
    acceleratorTdp: '1800 W',
    diesPerPackage: 2,
    idle: '30 kW',
    sustained: '180 kW',
    max: { value: '230 kW', source: `${RUBIN}: 190 kW (Max-Q) to 230 kW (Max-P); another source says 120–130 kW`, confidence: 'low' },
    electricalPeak: { value: '322 kW', source: TRANSIENT, confidence: 'low' },
    liquidFraction: assumed(0.95),
    mass: { value: 'unknown', source: 'not published', confidence: 'low' },
    depth: { value: 'unknown', source: 'not published', confidence: 'low' },
    height: { value: 'unknown', source: 'not published', confidence: 'low' },
    scaleUpBandwidth: assumed('1.8 TB/s'),
    nicBandwidth: assumed('200 GB/s'),
    peakFlops: assumed('4 Pflop/s'),
  }),
  'kyber-nvl576': entry('Kyber NVL576', RUBIN, 'low', {
    supplyUnits: SHELVES,
    supplyUnitsNeeded: SHELVES,
    acceleratorName: 'Rubin Ultra',
    year: 2027,
    acceleratorTdp: '3600 W',
    diesPerPackage: 4,
    hostShare: { value: 0.08, source: 'leaves 3.2 kW of sustained power to each package, engineering default', confidence: 'low' },
    nodes: assumed(36),
    acceleratorsPerNode: assumed(4),
    idle: assumed('70 kW'),
    sustained: assumed('500 kW'),
    max: '600 kW',
    electricalPeak: { value: '840 kW', source: TRANSIENT, confidence: 'low' },
    liquidFraction: assumed(1),
    mass: { value: 'unknown', source: 'not published', confidence: 'low' },
    width: { value: 'unknown', source: 'not published', confidence: 'low' },
    depth: { value: 'unknown', source: 'not published', confidence: 'low' },
    height: { value: 'unknown', source: 'not published', confidence: 'low' },
    scaleUpSize: 144,
    scaleUpBandwidth: assumed('1.8 TB/s'),
    nicBandwidth: assumed('200 GB/s'),
    peakFlops: assumed('8 Pflop/s'),
  }),
  ...Object.fromEntries([[250, 72], [400, 144], [600, 144]].map(([kW, accelerators]) => [`generic-${kW}kw`, planned(kW, accelerators)])),
})

/** A rack type in engine units; null where nobody has published the value. */
export type RackType = CatalogRow<typeof racks>

/** A rack type of the catalog by its model id; throws on an unknown one. */
export function rackType(model: string): RackType {
  return catalogRow(racks, model) as RackType
}
