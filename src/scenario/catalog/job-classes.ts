/**
 * Classes of batch jobs: how many accelerators, for how long, and how they end. Those named after clusters are fitted to what these
 * published; the others are shapes of work. Runs and shares are of jobs as they are recorded, however they ended.
 */
import { catalog, catalogRow, count, entry, flag, fraction, optional, quantity, ratio } from '../schema/fields.ts'
import type { CatalogRow } from '../schema/fields.ts'

const run = (help: string) => quantity('ms', { help, min: '1 s', max: '10 years' })

export const jobClassFields = {
  smallest: count({ help: 'Smallest job, accelerators; sizes are this number doubled again and again.', min: 1, max: 1_000_000 }),
  largest: count({ help: 'Largest job, accelerators; never more than are contracted when it is submitted.', min: 1, max: 1_000_000 }),
  meanSize: ratio({ help: 'Mean accelerators of a job: how fast larger ones become rarer follows from it.', min: 1, max: 1_000_000 }),
  smallestShare: optional(fraction({ help: 'Share of jobs of the smallest size; without it they are as frequent as the other sizes have it.' })),
  median: run('Median run of a job.'),
  meanRun: run('Mean run of a job: the spread of the lognormal follows from it.'),
  longest: run('Longest run.'),
  meanUse: optional(quantity('ms', { help: 'Mean accelerator time of a job; above mean size times mean run where large jobs run longer.', min: '1 s', max: '200000 years' })),
  failed: fraction({ help: 'Share of jobs that errors of their own users end, at a Beta(0.5, 2) share of what was asked for.' }),
  cancelled: fraction({ help: 'Share of jobs that their users cancel while they run, anywhere in what was asked for.' }),
  failedUse: optional(fraction({ help: 'Share of the accelerator time that such failed jobs take; without it that of the jobs.' })),
  cancelledUse: optional(fraction({ help: 'Share of the accelerator time that cancelled jobs take; without it that of the jobs.' })),
  communication: fraction({ help: 'Share of a step that waits for communication; it slows down with the fabric.', max: 0.9 }),
  deadline: optional(quantity('ms', { help: 'From submission to the date that a job is needed by.', min: '1 s', max: '10 years' })),
  office: flag({ help: 'Whether jobs come in office hours of working days, unless the entry says when.', default: false, source: 'at any hour', confidence: 'medium' }),
  elastic: flag({ help: 'Whether jobs work on fewer or more nodes than they ask for, unless the entry says so.', default: false, source: 'fixed sizes', confidence: 'medium' }),
}

const ENGINEERING = 'engineering default'
const ACME = 'AcmeTrace cluster summary (Hu et al., NSDI 2024)'
const HELIOS = 'Helios cluster summary (Hu et al., SC 2021), as published with AcmeTrace'
const PHILLY = 'Philly cluster summary (Jeon et al., ATC 2019), as published with AcmeTrace'
const guess = (value: string | number) => ({ value, source: ENGINEERING, confidence: 'low' as const })

export const jobClasses = catalog('job class', jobClassFields, {
  'pre-training': entry('Pre-training', ENGINEERING, 'low', { smallest: 512, largest: 16_384, meanSize: 2048, median: '7 days', meanRun: '14 days', longest: '120 days', failed: 0.1, cancelled: 0.1, communication: 0.15 }),
  'fine-tuning': entry('Fine-tuning and reinforcement learning', 'median 3 h, σ 1.5: engineering default', 'low', { smallest: 8, largest: 512, meanSize: 32, median: '3 h', meanRun: '9.24 h', longest: '14 days', failed: 0.2, cancelled: 0.1, communication: 0.1 }),
  research: entry('Evaluation, debugging and research', `${ACME}: runs of Seren`, 'medium', { smallest: 1, largest: 8, meanSize: guess(2.5), median: '122 s', meanRun: '1414 s', longest: '14 days', failed: 0.429, cancelled: 0.075, communication: guess(0.05) }),
  'batch-inference': entry('Batch inference and data', ENGINEERING, 'low', { smallest: 8, largest: 256, meanSize: 32, median: '2 h', meanRun: '4 h', longest: '2 days', failed: 0.05, cancelled: 0.02, communication: 0.02, deadline: '1 day', elastic: true }),
  interactive: entry('Interactive sessions', ENGINEERING, 'low', { smallest: 1, largest: 8, meanSize: 2, median: '1 h', meanRun: '2 h', longest: '12 h', failed: 0.05, cancelled: 0.6, communication: 0.02, office: true }),
  'acme-seren': entry('AcmeTrace Seren', ACME, 'high', {
    smallest: 1, largest: 1024, meanSize: 5.68, smallestShare: guess(0.6), median: '122 s', meanRun: '1414.335 s', longest: '1209604 s', meanUse: '32404.6 s',
    failed: 0.429, cancelled: 0.075, failedUse: 0.124, cancelledUse: 0.664, communication: guess(0.1),
  }),
  'acme-kalos': entry('AcmeTrace Kalos', ACME, 'high', {
    smallest: 1, largest: 1024, meanSize: 26.77, smallestShare: guess(0.6), median: '124 s', meanRun: '1259.689 s', longest: '625740 s', meanUse: '267904.7 s',
    failed: 0.397, cancelled: 0.062, failedUse: 0.08, cancelledUse: 0.607, communication: guess(0.1),
  }),
  helios: entry('Helios', HELIOS, 'high', {
    smallest: 1, largest: 2048, meanSize: 3.716, smallestShare: guess(0.6), median: '206 s', meanRun: '6651.681 s', longest: '4320009 s', meanUse: '49351.2 s',
    failed: 0.155, cancelled: 0.221, failedUse: 0.093, cancelledUse: 0.394, communication: guess(0.1),
  }),
  philly: entry('Philly', PHILLY, 'high', {
    smallest: 1, largest: 128, meanSize: 1.928, smallestShare: guess(0.75), median: '874 s', meanRun: '18006.055 s', longest: '4240676 s', meanUse: '61039 s',
    failed: 0.305, cancelled: 0.09, failedUse: 0.386, cancelledUse: 0.294, communication: guess(0.1),
  }),
})

export const JOB_CLASS_IDS: readonly string[] = Object.keys(jobClasses.entries)

/** A class in engine units. */
export type JobClass = CatalogRow<typeof jobClasses>

/** A class of the catalog by its id; throws on an unknown one. */
export function jobClass(id: string): JobClass {
  return catalogRow(jobClasses, id) as JobClass
}
