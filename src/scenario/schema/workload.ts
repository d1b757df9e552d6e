/** What the site is asked to do: one entry per workload source. */
import type { z } from 'zod'
import { MODEL_IDS } from '../catalog/models.ts'
import { choice, count, date, flag, fraction, identifier, list, named, optional, optionalSection, quantity, ratio, section, text, variants } from './fields.ts'
import { JOB_CLASS_IDS, jobClass, jobClassFields } from '../catalog/job-classes.ts'
import { arrivalsSection } from './arrivals.ts'
import { PRIORITY_CLASSES } from '../catalog/priority-classes.ts'
import { servingFields } from './serving.ts'
import { movesSection } from './moves.ts'
import { placementSection } from './scheduler.ts'
import { CLASS_HELP } from './tenants.ts'
import { traceFields } from './trace.ts'
import { runsOnSection, samplersSection, type SamplersSection } from './samplers.ts'
import { parallelismSection, spansSection, trainingModelSection } from './training-model.ts'

const id = identifier({ help: 'Name of the source; its random streams follow from it.' })
const ENGINEERING = 'engineering default'

/** Where work of an entry may run in a file with several sites. */
const sites = list(identifier({ help: 'Id of a site.' }), { help: 'Sites where it may run, the preferred first; all of them when left out. Only in files with several sites.', max: 64, default: [], source: 'any site', confidence: 'high' })

/** How jobs choose between sites. By all but `soonest` they choose between sites that could start them now; where none could, the one with the shortest queue per node takes them. */
export const JOB_ROUTES = ['soonest', 'most-free', 'least-queued', 'cheapest', 'headroom', 'preferred', 'data'] as const
const route = choice(JOB_ROUTES, {
  help: 'Which of its sites a job goes to when it is submitted; it stays there, unless `moves` are stated. soonest: the one where it is expected to start first (by the ends that users state and what waits before it), the time for its `data` to come and `waitForPrice` added; the one with most idle accelerators of equal ones. The others choose among those where it could start at once, if there are any, else the shortest queue: the one with most idle accelerators, with the shortest queue per node, with the cheapest energy at that hour, with most power to spare, the first of `sites`, or the one where its `data` is or comes to soonest.',
  default: 'soonest', source: 'lowest estimated start and staging, as metaschedulers rank sites', confidence: 'medium',
})

const waitForPrice = quantity('ms', { help: 'With `route: soonest`: how much later a job may start where energy costs 10 USD/MWh less at that hour.', max: '30 days', default: '0 h', source: 'price does not count', confidence: 'medium' })

const communication = fraction({
  help: 'Share of a training step that waits for communication; it slows down with the fabric.',
  max: 0.9,
  default: 0.15,
  source: 'engineering default',
  confidence: 'low',
})

/** Whose the jobs of an entry are, how they rank and where they go. */
const ranking = {
  sites,
  route,
  waitForPrice,
  moves: movesSection,
  tenants: named(ratio({ help: 'Share of the jobs that this tenant submits; only the proportions matter.', min: 0, max: 1_000_000_000, rangeCode: 'negative-shares' }), { help: 'Tenants that submit the jobs; each job is drawn.', default: {}, source: 'work of nobody in particular', confidence: 'high' }),
  priority: optional(choice(PRIORITY_CLASSES, { help: `Class of the jobs, instead of that of their tenant: ${CLASS_HELP}.` })),
  nice: count({ help: 'Points of priority that the jobs forgo under the priority policy; negative ones put them ahead.', min: -1_000_000_000, max: 1_000_000_000, default: 0, source: 'Slurm nice: 0', confidence: 'high' }),
  accumulate: flag({ help: 'Its first waiting job gathers nodes: what is free is kept for it, even nodes that its placement cannot use, until all are there, and no job behind passes it. What idles then is booked as held for a reservation. false: it gets all at once, and others may fill the gap.', default: false, source: 'gangs get all nodes at once, as in Slurm and Kueue', confidence: 'high' }),
  data: optionalSection(
    {
      size: quantity('B', { help: 'Bytes that must be at the site before a job of it starts.', min: '1 kB', max: '100 EB' }),
      at: identifier({ help: 'Where the data lies: a region of `fabric.wan`, or in a file with several sites one of these; it comes over the links to there.' }),
      keep: flag({ help: 'It stays at the site once it is there, for all jobs of the entry. false: every job brings its own.', default: true, source: 'a data set is staged once', confidence: 'medium' }),
      wait: choice(['queue', 'nodes'] as const, { help: 'Where a job waits for it: in the queue before it may start, or on its nodes, which are then booked as waiting for data.', default: 'queue', source: 'staging before the start', confidence: 'medium' }),
    },
    { help: 'Data that jobs need at their site. Left out: none, or there already.' },
  ),
  loadsFrom: choice(['datastore', 'disks', 'object'] as const, { help: 'Where its training data is read from: the datastore, the disks of its nodes, the object store behind the datastore.', default: 'datastore', source: 'one shared file system', confidence: 'high' }),
  partitionPriority: fraction({ help: 'Priority of the partition that the jobs go to, as a share of the highest.', default: 0, source: 'Slurm PriorityJobFactor: off', confidence: 'high' }),
}

const generates = fraction({ help: 'Share of the time in which a job generates samples instead of training on them (reinforcement learning): its nodes then draw as those that write answers do, and only the rest waits for communication. The same nodes do both in turn; for other nodes see `samplers`.', max: 0.95, default: 0, source: 'training alone; most of the time of reinforcement learning is generation, engineering knowledge', confidence: 'low' })

const runsOn = runsOnSection('Racks that its jobs may run on, where the site has several kinds. What idles while they wait for these is booked as affinity. Left out: all.')

const timeLimit = choice(['ignored', 'ends'] as const, { help: 'What becomes of a job that has run for as long as its user asked for (`overestimate`, or the request of the trace), start-up, restores and checkpoints on top, at every attempt. ends: it is ended there, as batch systems do, and what it has done counts as that of jobs that their own errors end. ignored: it goes on.', default: 'ignored', source: 'simulations of schedulers rarely end jobs; Slurm does', confidence: 'medium' })
const restarts = optional(count({ help: 'Most times that a job is queued again after faults took it down; one more ends it. 0: never (Slurm --no-requeue). Left out: always.', min: 0, max: 1_000_000 }))

const loading = quantity('B/s', { help: 'Training data that one accelerator reads at full speed; matters with a datastore only. Text needs next to nothing, video much.', max: '100 GB/s', default: '0 B/s', source: 'tokens of text: 4 B each', confidence: 'medium' })

const spares = count({ help: 'Hot spare nodes that each job holds beside those it works on.', max: 10_000, default: 0, source: 'none', confidence: 'high' })

const elastic = optionalSection(
  {
    min: fraction({ help: 'Fewest nodes that it works on, as a share of those it asks for; it waits for these.', min: 0.01, default: 0.5, source: ENGINEERING, confidence: 'low' }),
    max: ratio({ help: 'Most nodes that it grows to while nobody waits, as a share of those it asks for.', min: 1, max: 64, default: 2, source: ENGINEERING, confidence: 'low' }),
    serial: fraction({ help: 'Share of its work that more nodes do not speed up, on one node.', default: 0.001, source: 'Amdahl’s law; value: engineering default', confidence: 'low' }),
    sizing: choice(['while-running', 'at-start'] as const, { help: 'while-running: it changes as others come and go. at-start (moldable): it chooses its size when it is first in the queue, the one on which it is expected to end soonest, and keeps it; before that, and under conservative for good, the one that was best when it came.', default: 'while-running', source: ENGINEERING, confidence: 'medium' }),
    rest: quantity('ms', { help: 'Least time between two changes that make it larger.', max: '30 days', default: '1 h', source: ENGINEERING, confidence: 'low' }),
    inPlace: flag({ help: 'Whether a job changes its size in place: it saves its work and goes on. false: it starts up and restores as well.', default: false, source: 'most frameworks start anew', confidence: 'medium' }),
    speeds: optional(list(
      section(
        {
          size: ratio({ help: 'Nodes as a share of those it asks for.', min: 0.01, max: 64 }),
          speed: ratio({ help: 'Speed there, in any unit that all rows share.', min: 1e-9, max: 1e15 }),
        },
        { help: 'Speed at a size.' },
      ),
      { help: 'Measured speeds by size instead of Amdahl’s law, from min to max; straight between them.', min: 1 },
    )),
  },
  { help: 'Jobs that work on fewer or more nodes than they ask for; every change while they run saves their work and starts them again.' },
)

const crashes = quantity('1/year', {
  help: 'Crashes of a running job that have nothing to do with its nodes (code of its users, file systems), per job and year of running, whatever its size; it starts again from its checkpoint. 26/year, one in 14 days, for research jobs.',
  max: '10000 1/year', default: '0 1/year', source: 'mature pre-training; one in 14 days for research is an engineering default after Kokolis et al., HPCA 2025', confidence: 'low',
})

const trainingMix = {
  id,
  load: ratio({ help: 'Offered work as a share of the capacity contracted at that time.', min: 0, max: 5, default: 0.9, source: ENGINEERING, confidence: 'low' }),
  ahead: ratio({ help: 'Jobs that are submitted at once whenever accelerators are contracted, as a multiple of those that fill them: work that was waiting for them.', min: 0, max: 100, default: 0, source: 'none waits', confidence: 'high' }),
  smallest: count({ help: 'Smallest job, accelerators; sizes are this number doubled again and again.', min: 1, max: 1_000_000, default: 64, source: 'large-gang training site, engineering default', confidence: 'low' }),
  largest: count({ help: 'Largest job, accelerators.', min: 1, max: 1_000_000, default: 8192, source: 'large-gang training site, engineering default', confidence: 'low' }),
  sizeExponent: ratio({
    help: 'A job of twice the size is 2^-x as frequent; below 1, most accelerator time is in the largest jobs.',
    min: 0,
    max: 4,
    default: 0.5,
    source: 'engineering default; on Meta RSC-1 jobs of 4,096 accelerators are below 1 % of jobs and 12 % of the time (Kokolis et al., HPCA 2025)',
    confidence: 'low',
  }),
  largestShare: fraction({ help: 'No job asks for more than this share of the accelerators contracted when it is submitted.', default: 0.5, source: ENGINEERING, confidence: 'low' }),
  median: quantity('ms', { help: 'Median run of a job at full speed (lognormal).', min: '1 s', max: '1 year', default: '30 hours', source: ENGINEERING, confidence: 'low' }),
  spread: ratio({ help: 'Standard deviation of the logarithm of the run.', min: 0, max: 3, default: 1.25, source: 'engineering default below the 2.15–2.21 fitted to AcmeTrace, whose mix is mostly short debugging jobs', confidence: 'low' }),
  longest: quantity('ms', { help: 'Longest run.', min: '1 s', max: '10 years', default: '60 days', source: 'Llama 3: 54 days of pre-training (arXiv 2407.21783)', confidence: 'low' }),
  overestimate: ratio({
    help: 'Users request their run times a uniform factor between 1 and 1 + this number.',
    min: 0,
    max: 100,
    default: 1,
    source: 'f-model of Mu’alem and Feitelson, IEEE TPDS 12(6), 2001; value: engineering default',
    confidence: 'low',
  }),
  communication,
  loading,
  model: trainingModelSection,
  parallelism: parallelismSection,
  spans: spansSection,
  timeLimit,
  failures: fraction({ help: 'Share of jobs that their own errors end early, at a Beta(0.5, 2) share of the run.', default: 0, source: 'off; 43 % of the jobs of Acme Seren, 12 % of the time', confidence: 'medium' }),
  jobs: count({
    help: 'About the most jobs over the horizon: when the mix would give more, all runs are stretched by one factor, so that the offered work stays.',
    min: 1,
    max: 20_000_000,
    default: 30_000,
    source: ENGINEERING,
    confidence: 'high',
  }),
  crashes,
  generates,
  samplers: samplersSection,
  restarts,
  runsOn,
  placement: placementSection,
  spares,
  elastic,
  ...ranking,
  deferrable: flag({ help: 'Whether its power is shed before that of other training.', default: false, source: ENGINEERING, confidence: 'high' }),
}

const trace = {
  id,
  file: text({ help: 'Trace file of jobs: Standard Workload Format, Slurm `sacct --parsable2`, Philly’s JSON, or CSV and Parquet by `columns`; a name that ends in .gz is unpacked.' }),
  ...traceFields,
  copies: ratio({ help: 'So many of every user of the trace, with all of their jobs; 0.5 for every second one, drawn. Where the trace names no users, of every job. Times are never stretched.', min: 0.001, max: 1000, default: 1, source: 'as recorded', confidence: 'high' }),
  machine: optional(count({ help: 'Accelerators of the recorded machine; copies follow from those of this site over them, instead of `copies`.', min: 1, max: 10_000_000 })),
  shift: quantity('ms', { help: 'Copies are later than their originals by up to this, drawn by user, so that they do not come in step.', max: '90 days', default: '1 day', source: ENGINEERING, confidence: 'low' }),
  timeLimit,
  acceleratorsPerProcessor: ratio({ help: 'Accelerators of the site for one processor of the trace; rounded up to whole accelerators.', min: 0.000_001, max: 10_000, default: 1, source: 'replay as recorded', confidence: 'high' }),
  communication,
  loading,
  crashes,
  restarts,
  runsOn,
  placement: placementSection,
  spares,
  elastic,
  ...ranking,
  deferrable: trainingMix.deferrable,
}

const trainingRun = {
  id,
  accelerators: count({ help: 'Accelerators that the run holds; it stops when any of their nodes fails.', min: 1, max: 10_000_000 }),
  work: quantity('ms', { help: 'Training time at full speed without interruption.', min: '1 minute', max: '10 years', default: '54 days', source: 'Llama 3 (arXiv 2407.21783): 54 days of pre-training', confidence: 'medium' }),
  after: quantity('ms', { help: 'From the begin of the horizon to its submission.', max: '30 years', default: '0 days', source: 'at once', confidence: 'high' }),
  start: optional(date({ help: 'Day on which it is submitted, instead of `after`.' })),
  deadline: optional(date({ help: 'Day by whose end it must be done; results then say how likely that is, and what delays it.' })),
  dependsOn: list(identifier({ help: 'Id of another training run.' }), { help: 'Runs that must be done before this one is submitted.', default: [], source: 'none', confidence: 'high', max: 100 }),
  flop: optional(quantity('flop', { help: 'Size of the run in operations; its time at full speed follows from it, instead of `work`.', max: '1e9 Yflop' })),
  tokens: optional(ratio({ help: 'Tokens that it trains on; with the parameters of its model a size of six operations per token and parameter, instead of `work`.', min: 1, max: 1e18 })),
  parameters: optional(ratio({ help: 'Parameters of the model that work on a token; needed with `tokens`.', min: 1, max: 1e17 })),
  utilisation: fraction({ help: 'Share of the peak rate that training reaches at full speed, for sizes in operations or tokens.', min: 0.01, default: 0.4, source: 'Llama 3: 38–43 % (arXiv 2407.21783)', confidence: 'medium' }),
  plannedStops: count({ help: 'Interruptions by its operators, evenly over the work: new versions, other settings. Each comes when the next checkpoint is written.', max: 10_000, default: 0, source: 'none unless stated; 47 in 54 days of Llama 3 (arXiv 2407.21783)', confidence: 'high' }),
  communication,
  loading,
  model: trainingModelSection,
  parallelism: parallelismSection,
  spans: spansSection,
  crashes,
  generates,
  samplers: samplersSection,
  restarts,
  runsOn,
  placement: placementSection,
  spares,
  elastic,
  ...ranking,
}

/** Any of the figures of its class may be stated anew. */
const classOverrides = {
  smallest: optional(jobClassFields.smallest),
  largest: optional(jobClassFields.largest),
  meanSize: optional(jobClassFields.meanSize),
  smallestShare: jobClassFields.smallestShare,
  median: optional(jobClassFields.median),
  meanRun: optional(jobClassFields.meanRun),
  longest: optional(jobClassFields.longest),
  meanUse: jobClassFields.meanUse,
  failed: optional(jobClassFields.failed),
  cancelled: optional(jobClassFields.cancelled),
  failedUse: jobClassFields.failedUse,
  cancelledUse: jobClassFields.cancelledUse,
  communication: optional(jobClassFields.communication),
  deadline: jobClassFields.deadline,
}

const batch = {
  id,
  class: choice(JOB_CLASS_IDS, { help: 'What kind of jobs: a class of work, or a cluster whose published figures they have. Any figure of the class may be stated anew.', default: 'research', source: ENGINEERING, confidence: 'medium' }),
  ...classOverrides,
  arrivals: arrivalsSection,
  dependsOn: list(identifier({ help: 'Id of a batch entry.' }), { help: 'Entries whose jobs its own wait for, number by number: the tenth job comes when the tenth of every one of these is done, and never when one of them fails; it has no arrivals of its own.', max: 16, default: [], source: 'jobs that come by themselves', confidence: 'high' }),
  due: optional(date({ help: 'Day by whose end all of its jobs are needed, however late they are submitted; with a `deadline` after submission whatever comes first.' })),
  refuseLate: flag({ help: 'Jobs whose work alone takes longer than there is time until their date are refused when they are submitted.', default: false, source: 'as most schedulers', confidence: 'medium' }),
  overestimate: trainingMix.overestimate,
  timeLimit,
  jobs: count({ help: 'Most jobs over the horizon; arrivals that would give more are refused at load.', min: 1, max: 20_000_000, default: 2_000_000, source: 'a run of some ten seconds', confidence: 'high' }),
  loading,
  crashes,
  generates,
  samplers: samplersSection,
  restarts,
  runsOn,
  placement: placementSection,
  spares,
  elastic,
  ...ranking,
  deferrable: trainingMix.deferrable,
}

const inference = {
  id,
  model: choice(MODEL_IDS, { help: 'Model that is served, from the models catalog.', default: 'chat-70b', source: 'mid-size open model', confidence: 'medium' }),
  peak: quantity('request/s', { help: 'Requests in the busiest hour of a day once all accelerators of the plan are contracted; before, in proportion.', max: '10000000 request/s', default: '1000 request/s', source: ENGINEERING, confidence: 'low' }),
  trough: fraction({ help: 'Demand in the quietest hour of a day as a share of the peak.', default: 0.35, source: ENGINEERING, confidence: 'low' }),
  peakHour: ratio({ help: 'Local hour of the daily peak.', min: 0, max: 24, default: 15, source: ENGINEERING, confidence: 'low' }),
  promptTokens: optional(ratio({ help: 'Mean tokens of a prompt, instead of the model’s.', min: 1, max: 10_000_000, rangeCode: 'service-tokens' })),
  outputTokens: optional(ratio({ help: 'Mean tokens of an answer, instead of the model’s.', min: 1, max: 10_000_000, rangeCode: 'service-tokens' })),
  memoryBandwidth: optional(quantity('B/s', { help: 'Memory bandwidth of one accelerator, instead of its data sheet.', min: '1 GB/s', max: '1 PB/s' })),
  memory: optional(quantity('B', { help: 'Memory of one accelerator, instead of its data sheet.', min: '1 GB', max: '100 TB' })),
  firstToken: quantity('ms', { help: 'Longest acceptable time to the first token.', min: '1 ms', max: '1 hour', default: '1 s', source: ENGINEERING, confidence: 'low' }),
  perToken: quantity('ms', { help: 'Longest acceptable mean time per token of an answer; it limits the batch.', min: '1 ms', max: '10 min', default: '50 ms', source: ENGINEERING, confidence: 'low' }),
  attainment: fraction({ help: 'Share of requests that must meet the time to the first token.', min: 0.5, max: 0.999, default: 0.95, source: ENGINEERING, confidence: 'low' }),
  queueLimit: optional(quantity('ms', { help: 'Mean wait at which requests are turned away; when left out, as soon as more than the allowed share would miss the time to the first token.', min: '1 ms', max: '1 day' })),
  arrivalVariability: ratio({ help: 'Squared coefficient of variation of the gaps between requests.', min: 0, max: 1000, default: 1.2, source: 'Azure LLM inference trace 2023, conversations', confidence: 'high' }),
  promptVariability: ratio({ help: 'Squared coefficient of variation of the length of prompts.', min: 0, max: 1000, default: 0.44, source: 'lognormal through the median 1,020 and 99th percentile 4,142 of the Azure LLM inference trace 2023, conversations', confidence: 'medium' }),
  lengthVariability: ratio({ help: 'Squared coefficient of variation of the length of answers.', min: 0, max: 1000, default: 1.7, source: 'lognormal through mean 211 and median 129 tokens of the Azure LLM inference trace 2023', confidence: 'medium' }),
  target: fraction({ help: 'Share of the load that present replicas could carry within the objective at which more are added.', min: 0.1, max: 1, default: 0.85, source: ENGINEERING, confidence: 'low' }),
  hysteresis: fraction({ help: 'Replicas are removed when the load is this share below the point at which they would be added.', max: 0.9, default: 0.1, source: ENGINEERING, confidence: 'medium' }),
  step: fraction({ help: 'Replicas are added and removed in steps of this share of the present number, at least one.', max: 1, default: 0.05, source: '20–30 steps a day and service, engineering default', confidence: 'medium' }),
  cooldown: quantity('ms', { help: 'Least time between two steps.', max: '1 day', default: '5 min', source: ENGINEERING, confidence: 'medium' }),
  coldStart: quantity('ms', { help: 'Start of a replica: load the weights, warm up.', max: '1 day', default: '5 min', source: ENGINEERING, confidence: 'low' }),
  minimum: count({ help: 'Fewest replicas once accelerators are contracted.', max: 1_000_000, default: 1, source: ENGINEERING, confidence: 'high' }),
  sites,
  tenant: optional(identifier({ help: 'Tenant whose service it is.' })),
  tenants: named(ratio({ help: 'Share of the requests that this tenant makes; only the proportions matter.', min: 0, max: 1_000_000_000, rangeCode: 'negative-shares' }), { help: 'Tenants that share the service, instead of one: each asks for its share, those of a higher class are answered first when replicas are short, and what replicas hold and cost is theirs in proportion to what was answered.', default: {}, source: 'a service of one tenant, or of nobody in particular', confidence: 'high' }),
  placement: placementSection,
  maximum: count({ help: 'Most replicas.', max: 1_000_000, default: 1_000_000, source: 'no limit', confidence: 'high' }),
  ...servingFields,
}

export const workloadSection = list(variants('source', { 'training-mix': trainingMix, 'training-run': trainingRun, batch, inference, trace }, { help: 'A workload source.' }), {
  help: 'Workload sources: training jobs by a mix or a trace, other batch jobs by class, and inference services.',
  default: [],
  source: 'an empty site',
  confidence: 'high',
})
export type WorkloadSection = z.output<typeof workloadSection>
export type WorkloadEntry = WorkloadSection[number]
export type TrainingMixEntry = Extract<WorkloadEntry, { source: 'training-mix' }>
export type TrainingRunEntry = Extract<WorkloadEntry, { source: 'training-run' }>
export type BatchEntry = Extract<WorkloadEntry, { source: 'batch' }>
export type TraceEntry = Extract<WorkloadEntry, { source: 'trace' }>
export type InferenceEntry = Extract<WorkloadEntry, { source: 'inference' }>

export type ElasticSection = NonNullable<BatchEntry['elastic']>

/** Jobs of a class that is elastic by itself: down to a quarter of what they ask for, up to four times. */
const OF_CLASS: ElasticSection = { min: 0.25, max: 4, serial: 0.001, sizing: 'while-running', rest: 3_600_000, inPlace: false }

/** Nodes that generate for the jobs of an entry; undefined where there are none. */
export const samplersOf = (entry: WorkloadEntry): SamplersSection | undefined => (entry.source === 'inference' || entry.source === 'trace' ? undefined : entry.samplers)

/** How the jobs of an entry follow what is free; undefined for jobs of fixed size. */
export function elasticOf(entry: WorkloadEntry): ElasticSection | undefined {
  if (entry.source === 'inference') return undefined
  return entry.elastic ?? (entry.source === 'batch' && jobClass(entry.class).elastic ? OF_CLASS : undefined)
}
