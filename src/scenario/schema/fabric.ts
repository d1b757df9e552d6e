/** The scale-out network: leaf groups of racks, their uplinks, what fails and how long it stays failed. */
import type { z } from 'zod'
import { choice, count, distribution, fraction, quantity, ratio, section } from './fields.ts'

export const fabricSection = section(
  {
    kind: choice(['rail-fat-tree', 'leaf-spine'] as const, { help: 'Rail-aligned fat tree (one leaf switch per rail of a leaf group) or plain leaf-spine.', default: 'rail-fat-tree', source: 'NVIDIA DGX SuperPOD reference architecture' }),
    radix: count({ help: 'Ports of a switch.', min: 4, max: 1024, default: 64, source: 'NVIDIA DGX SuperPOD reference architecture, Quantum-2 and Spectrum class switches', confidence: 'high' }),
    leaf: section(
      {
        racks: count({ help: 'Racks of a leaf group (scalable unit); consecutive racks of a block.', min: 1, max: 1024, default: 8, source: 'scalable unit of eight racks in the NVIDIA GB200 reference architecture', confidence: 'medium' }),
        oversubscription: ratio({ help: 'Downlink to uplink bandwidth of a leaf group.', min: 0.25, max: 32, default: 1, source: 'full bisection inside a pod', confidence: 'medium' }),
      },
      { help: 'Leaf groups.' },
    ),
    core: section(
      { oversubscription: ratio({ help: 'Bandwidth inside a block to bandwidth between blocks.', min: 0.25, max: 32, default: 7, source: 'Meta 24k-accelerator clusters: pods at full bisection, 7:1 between pods', confidence: 'medium' }) },
      { help: 'The tier between blocks.' },
    ),
    routingEfficiency: fraction({ help: 'Share of link bandwidth that routing really delivers: 0.95 adaptive, 0.70 static hashing.', min: 0.05, default: 0.95, source: 'engineering default', confidence: 'low' }),
    burstCoincidence: fraction({ help: 'How far bursts of different jobs coincide on a shared bundle: 0 mean rate, 1 worst case.', default: 0.3, source: 'engineering default', confidence: 'low' }),
    overlap: fraction({ help: 'Share of compute time behind which communication can hide.', default: 0.5, source: 'engineering default', confidence: 'low' }),
    failures: section(
      {
        link: quantity('1/year', { help: 'Failures of one link that jobs notice.', min: '0 1/year', max: '10 1/year', default: '0.0048 1/year', source: 'Llama 3: 35 network interruptions in 54 days on 16,384 accelerators at 3 links each', confidence: 'medium' }),
        linkRepair: distribution('ms', { help: 'Time to restore a failed link.', default: { p50: '4 hour', p90: '12 hour' }, source: 'engineering default', confidence: 'low' }),
        leafSwitch: quantity('1/year', { help: 'Failures of one leaf switch.', min: '0 1/year', max: '10 1/year', default: '0.006 1/year', source: 'Alibaba HPN, SIGCOMM 2024: 0.051 % of top-of-rack switches a month', confidence: 'medium' }),
        leafSwitchRepair: distribution('ms', { help: 'Time to replace a leaf switch.', default: { p50: '8 hour', p90: '24 hour' }, source: 'engineering default', confidence: 'low' }),
      },
      { help: 'What fails in the fabric.' },
    ),
  },
  { help: 'The scale-out network.' },
)
export type FabricSection = z.output<typeof fabricSection>
