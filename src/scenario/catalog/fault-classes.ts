/**
 * Kinds of node faults with their counts in one published run, and named total rates.
 * Counts: Grattafiori et al., "The Llama 3 Herd of Models", arXiv 2407.21783, table 5: 419 unexpected interruptions of 16,384 H100
 * in 54 days. The rows are used as counts, because the paper's own percentages do not follow from them (148 of 419 is 35.3 %, not 30.1 %).
 */

/** What a fault takes down: the node (repair), its network link, or only the software of the job on it. */
export type FaultScope = 'node' | 'link' | 'job'
/** How a fault shows itself: an explicit error, a lost node, a hang caught by a watchdog, silently wrong results, or less speed. */
export type FaultSignal = 'explicit' | 'lost' | 'hang' | 'silent' | 'slow'
/** Kind of rework that a fault makes of the work since the last checkpoint. */
export type FaultRework = 'hw' | 'sw' | 'net' | 'sdc'

export interface FaultClass {
  readonly id: string
  readonly label: string
  /** Interruptions in the reference run. */
  readonly count: number
  readonly scope: FaultScope
  readonly signal: FaultSignal
  readonly rework: FaultRework
  /** Probability that automatic triage (reset, reboot, row remap) cures the node; engineering defaults. */
  readonly autoFix: number
  /** Accelerators that are bad, the others of the node being held out by them; all of it when left out. */
  readonly badAccelerators?: number
  /** Spare part that a repair by hand takes. */
  readonly part?: PartId
}

/** Parts of nodes and of the network besides accelerators that may be stocked. */
export const NODE_PART_IDS = ['nic', 'optic', 'ssd', 'power-supply', 'host-board', 'switch-tray', 'network-switch'] as const
export type PartId = 'gpu' | (typeof NODE_PART_IDS)[number]

/** The run in which the counts were taken. */
export const REFERENCE_RUN = { accelerators: 16_384, days: 54, interruptions: 419 } as const

type Traits = Partial<Omit<FaultClass, 'id' | 'label' | 'count'>>
const row = (id: string, label: string, count: number, traits: Traits): FaultClass => ({
  id, label, count, scope: 'node', signal: 'explicit', rework: 'hw', autoFix: 0, ...traits,
})

export const FAULT_CLASSES: readonly FaultClass[] = [
  row('faulty-gpu', 'Faulty GPU', 148, { autoFix: 0.6, part: 'gpu', badAccelerators: 1 }),
  row('gpu-memory', 'GPU memory (HBM)', 72, { autoFix: 0.7, part: 'gpu', badAccelerators: 1 }),
  row('software', 'Software bug', 54, { scope: 'job', rework: 'sw' }),
  row('network-link', 'Network switch or cable', 35, { scope: 'link', rework: 'net', autoFix: 0.5, part: 'optic' }),
  row('host-maintenance', 'Unplanned host maintenance', 32, { signal: 'lost', autoFix: 0.8 }),
  row('gpu-sram', 'GPU SRAM', 19, { autoFix: 0.8, part: 'gpu', badAccelerators: 1 }),
  row('gpu-system-processor', 'GPU system processor', 17, { autoFix: 0.9, part: 'gpu', badAccelerators: 1 }),
  row('nic', 'Network card', 7, { rework: 'net', autoFix: 0.7, part: 'nic' }),
  row('collective-watchdog', 'Collective watchdog timeout', 7, { signal: 'hang', rework: 'net', autoFix: 0.95 }),
  row('silent-corruption', 'Silent data corruption', 6, { signal: 'silent', rework: 'sdc', part: 'gpu', badAccelerators: 1 }),
  row('gpu-thermal', 'GPU thermal interface or sensor', 6, { badAccelerators: 1 }),
  row('ssd', 'SSD', 3, { part: 'ssd' }),
  row('power-supply', 'Power supply', 3, { signal: 'lost', part: 'power-supply' }),
  row('chassis', 'Server chassis', 2, { signal: 'lost', part: 'host-board' }),
  row('io-board', 'IO expansion board', 2, { signal: 'lost', part: 'host-board' }),
  row('dependency', 'Software dependency', 2, { scope: 'job', rework: 'sw' }),
  row('cpu', 'CPU', 2, { signal: 'lost', part: 'host-board' }),
  row('host-memory', 'Host memory', 2, { signal: 'lost', part: 'host-board' }),
]

/** Nodes that work on at less speed: no interruption, so they are not among the counts of the reference run. */
export const FAIL_SLOW: FaultClass = row('fail-slow', 'Node slower than the others', 0, { signal: 'slow', autoFix: 0.5 })

export interface FaultPreset {
  readonly label: string
  /** What the rate counts, one sentence. */
  readonly help: string
  /** Faults per 1,000 days of a node with eight accelerators. */
  readonly ratePer1000NodeDays: number
  /** Shares of the kinds of faults where the fleet has its own, as counts; kinds left out do not happen. Otherwise as in the reference run. */
  readonly counts?: Readonly<Record<string, number>>
  readonly source: string
  readonly confidence: 'high' | 'medium' | 'low'
}

export const FAULT_PRESET_IDS = ['llama-3', 'rsc-1', 'rsc-2', 'rsc-1-observed', 'lanl', 'none'] as const
export type FaultPresetId = (typeof FAULT_PRESET_IDS)[number]

/** Accelerators of the node to which the published rates belong; other nodes scale in proportion to their accelerators. */
export const REFERENCE_NODE_ACCELERATORS = 8

const llama3Rate = (1000 * REFERENCE_RUN.interruptions * REFERENCE_NODE_ACCELERATORS) / (REFERENCE_RUN.accelerators * REFERENCE_RUN.days)

const RSC = 'Kokolis et al., HPCA 2025 (arXiv 2410.21680)'
const RSC_1_RATE = 6.5

/**
 * What jobs of RSC-1 saw, per 1,000 node-days: 23.7 for jobs of 1,024 accelerators (7.9 h), 21.0 for jobs of one node (47.7 days); the middle.
 * Attributed to nodes are 6.5 of them. The rest is software: user code, file systems, libraries.
 */
const RSC_1_OBSERVED = (24_000 / (128 * 7.9) + 1000 / 47.7) / 2
const rscObservedCounts = Object.fromEntries(
  FAULT_CLASSES.map(({ id, count }) => [id, id === 'software' ? count + REFERENCE_RUN.interruptions * (RSC_1_OBSERVED / RSC_1_RATE - 1) : count]),
)

/** Root causes of LANL: hardware 62 %, software 18 %, network 2 %, operators, environment and unknown 18 %; hardware mostly processors and memory. */
const LANL_COUNTS = { cpu: 26, 'host-memory': 16, 'power-supply': 5, 'io-board': 5, chassis: 5, ssd: 5, software: 18, 'network-link': 2, 'host-maintenance': 18 }
/** About one failure per node and year: 23,000 failures of 4,750 machines, in service for about five years on average. */
const LANL_RATE = 1000 / 365.25

export const FAULT_PRESETS: Readonly<Record<FaultPresetId, FaultPreset>> = {
  'llama-3': {
    label: 'Llama 3 run, 16,384 H100', help: 'unexpected interruptions of one job on all nodes', ratePer1000NodeDays: llama3Rate,
    source: 'Llama 3 (arXiv 2407.21783): 419 unexpected interruptions in 54 days of 2,048 nodes', confidence: 'high',
  },
  'rsc-1': { label: 'Meta RSC-1, 16k A100', help: 'failures attributed to nodes, for projections', ratePer1000NodeDays: RSC_1_RATE, source: `${RSC}, attributed node failures; mix of causes as in Llama 3`, confidence: 'medium' },
  'rsc-2': { label: 'Meta RSC-2, 8k A100', help: 'failures attributed to nodes, for projections', ratePer1000NodeDays: 2.34, source: `${RSC}, attributed node failures; mix of causes as in Llama 3`, confidence: 'medium' },
  'rsc-1-observed': {
    label: 'Meta RSC-1, as its jobs saw it', help: 'all interruptions of jobs of 8 to 1,024 accelerators, software of users included; not for projections to larger jobs',
    ratePer1000NodeDays: RSC_1_OBSERVED, counts: rscObservedCounts, source: `${RSC}, figure 7: mean time to failure 7.9 h with 1,024 accelerators, 47.7 days with 8; what is not attributed to nodes counted as software`, confidence: 'medium',
  },
  lanl: {
    label: 'LANL clusters, 1996–2005', help: 'failures of nodes without accelerators; with infantMortality {law: weibull, shape: 0.75} and repair {p50: 54 min, p90: 650 min} as measured there',
    ratePer1000NodeDays: LANL_RATE, counts: LANL_COUNTS, source: 'Schroeder and Gibson, DSN 2006 and IEEE TDSC 7(4), 2010: 23,000 failures of 4,750 machines in nine years; rate per node and split of hardware: engineering estimate', confidence: 'low',
  },
  none: { label: 'No faults', help: 'nothing fails', ratePer1000NodeDays: 0, source: 'definition', confidence: 'high' },
}

/** Faults of a class per 10⁶ accelerator-hours in the reference run. */
export function ratePerMillionHours(faultClass: Pick<FaultClass, 'count'>): number {
  return (faultClass.count * 1e6) / (REFERENCE_RUN.accelerators * REFERENCE_RUN.days * 24)
}
