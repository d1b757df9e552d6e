/** The scale-up and scale-out networks: topology, how they are shared, what fails and how long it stays failed. */
import type { z } from 'zod'
import { choice, count, distribution, flag, fraction, list, optional, quantity, ratio, section } from './fields.ts'
import { fabricMaintenanceSection } from './fabric-maintenance.ts'
import { wanSection } from './fabric-wan.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

/** Topologies; counts of each in `engine/fabric/topology.ts`. */
export const FABRIC_KINDS = ['rail-fat-tree', 'fat-tree', 'leaf-spine', 'dual-plane', 'dragonfly'] as const
export type FabricKind = (typeof FABRIC_KINDS)[number]

const oversubscription = (help: string, value: number, source: string) => ratio({ help, min: 0.25, max: 32, default: value, source, confidence: 'medium' })

const scaleUpSection = section(
  {
    busFactor: fraction({ help: 'Share of the scale-up bandwidth that collectives reach.', min: 0.05, default: 0.8, ...ENGINEERING }),
    trays: optional(count({ help: 'Switch trays (or switch chips) of a scale-up domain; nine in a rack-scale domain and four inside a node when left out.', min: 1, max: 1000 })),
    failure: optional(quantity('1/year', {
      help: 'Losses of one switch tray (or switch chip) of a scale-up domain. Left out: 0.02 a year and rack, shared by its trays, where a rack is one domain and `faults.scaleUpFaults` does not count them; none inside nodes, where they are among the faults of nodes.',
      min: '0 1/year', max: '10 1/year', source: '2 % a rack and year, engineering default; nobody has published a rate', confidence: 'low',
    })),
    trayLoss: choice(['by-kind', 'degrade', 'domain'] as const, {
      help: 'What the loss of a tray does. degrade: the domain runs on the others, at their share of its bandwidth; domain: its nodes are out until the repair; by-kind: degrade inside a node, domain where a rack is one.',
      default: 'by-kind', source: 'lanes of NVLink inside a node, cable cartridges in a rack; engineering default', confidence: 'low',
    }),
    repair: distribution('ms', { help: 'Time to replace the tray.', min: '1 minute', max: '1 year', default: { p50: '8 hour', p90: '24 hour' }, ...ENGINEERING }),
  },
  { help: 'Scale-up domains; size and bandwidth come with the racks.' },
)

const failuresSection = section(
  {
    link: quantity('1/year', { help: 'Failures of one link that jobs notice.', min: '0 1/year', max: '10 1/year', default: '0.0048 1/year', source: 'Llama 3: 35 network interruptions in 54 days on 16,384 accelerators at 3 links each', confidence: 'medium' }),
    linkRepair: distribution('ms', { help: 'Time to restore a failed link; where the crews have technicians for `it`, their work on it.', default: { p50: '4 hour', p90: '12 hour' }, ...ENGINEERING }),
    optic: quantity('1/year', { help: 'Hard failures of one optical module; its link is down until the module is replaced.', min: '0 1/year', max: '10 1/year', default: '0.005 1/year', ...ENGINEERING }),
    opticRepair: distribution('ms', { help: 'Time to replace a module; where the crews have technicians for `it`, their work on it.', default: { p50: '2 hour', p90: '6 hour' }, ...ENGINEERING }),
    leafSwitch: quantity('1/year', { help: 'Failures of one leaf switch.', min: '0 1/year', max: '10 1/year', default: '0.006 1/year', source: 'Alibaba HPN, SIGCOMM 2024: 0.051 % of top-of-rack switches a month', confidence: 'medium' }),
    leafSwitchRepair: distribution('ms', { help: 'Time to replace a switch; where the crews have technicians for `it`, their work on it.', default: { p50: '8 hour', p90: '24 hour' }, ...ENGINEERING }),
    upperSwitch: quantity('1/year', { help: 'Failures of one spine or core switch; it takes its share of the bandwidth above the leaves, or above the blocks, with it.', min: '0 1/year', max: '10 1/year', default: '0.006 1/year', source: 'as leaf switches: Alibaba HPN, SIGCOMM 2024', confidence: 'low' }),
  },
  { help: 'What fails in the fabric.' },
)

const flapsSection = section(
  {
    rate: quantity('1/year', { help: 'Flaps of one link of a node: it goes down and comes back by itself.', min: '0 1/year', max: '1000 1/year', default: '1 1/year', ...ENGINEERING }),
    duration: distribution('ms', { help: 'How long a flap lasts.', min: '1 ms', max: '1 day', default: { p50: '5 s', p90: '18 s' }, source: 'lognormal of median 5 s and log standard deviation 1, engineering default', confidence: 'low' }),
    tolerance: quantity('ms', {
      help: 'Longest flap that the transport (timeout × retries) rides through: jobs stall meanwhile. A longer one ends the job, which starts again from its checkpoint.',
      min: '1 ms', max: '1 day', default: '45 s', source: 'with one flap a link and year: 34 interruptions in 54 days on 16,384 accelerators, where Llama 3 counts 35; timeouts of 4.3–17 s × 7 retries are usual', confidence: 'low',
    }),
  },
  { help: 'Links that go down for seconds.' },
)

export const fabricSection = section(
  {
    kind: choice(FABRIC_KINDS, {
      help: 'rail-fat-tree: each NIC of a node has leaf switches of its own rail. fat-tree: all NICs of a node on one leaf switch, three tiers. leaf-spine: the same with two tiers. dual-plane: rails whose NICs have a port in each of two planes. dragonfly: leaf groups all linked to each other.',
      default: 'rail-fat-tree', source: 'NVIDIA DGX SuperPOD reference architecture',
    }),
    radix: count({ help: 'Ports of a switch.', min: 4, max: 1024, default: 64, source: 'NVIDIA DGX SuperPOD reference architecture, Quantum-2 and Spectrum class switches', confidence: 'high' }),
    rails: optional(count({ help: 'Rails of a rail-optimised fabric: as many as a node has NICs, one per accelerator.', min: 1, max: 64 })),
    planes: optional(count({ help: 'Networks side by side, each with a port of every NIC; two in a dual-plane fabric and one in others when left out.', min: 1, max: 8 })),
    leaf: section(
      {
        racks: count({ help: 'Racks of a leaf group (scalable unit, or group of a dragonfly); consecutive racks of a block.', min: 1, max: 1024, default: 8, source: 'scalable unit of eight racks in the NVIDIA GB200 reference architecture', confidence: 'medium' }),
        oversubscription: oversubscription('Downlink to uplink bandwidth of a leaf group.', 1, 'full bisection inside a pod'),
      },
      { help: 'Leaf groups.' },
    ),
    spine: section({ oversubscription: oversubscription('Bandwidth of all leaf uplinks of a block to what its spines pass on at a time.', 1, 'full bisection inside a pod') }, { help: 'The tier above the leaves of a block.' }),
    core: section(
      { oversubscription: oversubscription('Bandwidth inside a block to bandwidth between blocks.', 7, 'Meta 24k-accelerator clusters: pods at full bisection, 7:1 between pods') },
      { help: 'The tier between blocks.' },
    ),
    undersubscribed: flag({ help: 'Oversubscription below 1 is meant: more bandwidth upward than downward.', default: false, source: 'a slip otherwise', confidence: 'high' }),
    globalRouting: choice(['minimal', 'valiant'], { help: 'Dragonfly: minimal takes the direct link between two groups, valiant a detour by a third one, which halves the bandwidth between groups.', default: 'minimal', source: 'Kim, Dally, Scott and Abts, ISCA 2008', confidence: 'high' }),
    routingEfficiency: fraction({ help: 'Share of link bandwidth that routing really delivers: 0.95 adaptive, 0.70 static hashing.', min: 0.05, default: 0.95, ...ENGINEERING }),
    miscabled: fraction({ help: 'Share of uplinks cabled to the wrong rail or spine; routing loses as much.', default: 0, source: 'cabled as drawn', confidence: 'medium' }),
    detour: flag({ help: 'Traffic of a lost rail goes over the scale-up network and the other rails. false: a node that loses a rail stops its job and is out until the repair; with two planes the job goes on at half the rate.', default: true, source: 'rail-optimised clusters with NVLink detour, engineering default', confidence: 'medium' }),
    fidelity: choice(['bound', 'exact'], {
      help: 'How jobs share bundles. bound: each gets its proportional part, quick and never above the fair rate. exact: max-min fair rates by water filling among jobs that share full bundles, up to 256 of them, the bound beyond; for small sites.',
      default: 'bound', source: 'the bound is about 8 % low on congested rates', confidence: 'high',
    }),
    burstCoincidence: fraction({ help: 'How far bursts of different jobs coincide on a shared bundle: 0 mean rate, 1 worst case.', default: 0.3, ...ENGINEERING }),
    overlap: fraction({ help: 'Share of compute time behind which communication can hide.', default: 0.5, ...ENGINEERING }),
    twinPort: flag({ help: 'Cages of switches take modules with two ports: one module for two links.', default: true, source: 'Vitex, bill of materials of a 256-accelerator H100 fabric', confidence: 'high' }),
    drop: quantity('m', { help: 'Cable from the tray down to the port, at either end.', max: '20 m', default: '3 m', ...ENGINEERING }),
    slack: fraction({ help: 'Spare length of a cable.', default: 0.1, ...ENGINEERING }),
    scaleUp: scaleUpSection,
    failures: failuresSection,
    flaps: flapsSection,
    maintenance: list(fabricMaintenanceSection, { help: 'Planned work on the network.', max: 100, default: [], source: 'none', confidence: 'high' }),
    wan: wanSection,
  },
  { help: 'The scale-up and scale-out networks.' },
)
export type FabricSection = z.output<typeof fabricSection>
