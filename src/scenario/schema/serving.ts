/** How a model is served: kept prompts, retrieval, separate pools for prompts and answers, measured speed, prices. */
import { PRIORITY_CLASSES } from '../catalog/priority-classes.ts'
import { ZONES } from '../catalog/zones.ts'
import { choice, count, flag, fraction, identifier, list, named, optional, optionalSection, quantity, ratio, section, text } from './fields.ts'
import { CLASS_HELP } from './tenants.ts'
import { readingFields } from './trace.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

/** Where prompts are kept, with the rate at which one accelerator fetches them, B/s. */
export const CACHE_TIERS = ['accelerator', 'host', 'storage'] as const
export const TIER_BANDWIDTH: Readonly<Record<(typeof CACHE_TIERS)[number], number>> = {
  accelerator: Infinity,
  // PCIe 5.0 ×16 each way after encoding, 63 GB/s, at nine tenths.
  host: 55e9,
  // One 400 Gb/s storage port of a node of eight accelerators.
  storage: 6e9,
}

const cache = optionalSection(
  {
    hitRate: fraction({ help: 'Share of the tokens of a prompt whose keys and values are found, as long as the tier holds all that is asked for again; they are not read anew.', max: 0.99, default: 0.5, ...ENGINEERING }),
    tier: choice(CACHE_TIERS, { help: 'Where they are kept: in the memory of the accelerators (it takes room from the batch), in that of their hosts, or in storage.', default: 'host', ...ENGINEERING }),
    capacity: quantity('B', { help: 'Room of the tier per accelerator.', max: '1 PB', default: '128 GB', source: 'a host with 1 TB for eight accelerators; engineering default', confidence: 'low' }),
    workingSet: optional(quantity('B', { help: 'Keys and values per accelerator that are asked for again; where the tier is smaller, the hit rate falls in proportion.', max: '1 PB' })),
    bandwidth: optional(quantity('B/s', { help: 'Rate at which an accelerator fetches them, instead of that of the tier: 55 GB/s from the host, 6 GB/s from storage.', min: '1 MB/s', max: '100 TB/s' })),
  },
  { help: 'Keys and values of prompts that are kept for later requests with the same beginning.' },
)

const retrieval = optionalSection(
  {
    tokens: ratio({ help: 'Tokens of retrieved passages that are added to every prompt.', min: 0, max: 10_000_000, default: 2000, ...ENGINEERING }),
    latency: quantity('ms', { help: 'Time of the search before a prompt can be read.', max: '1 min', default: '50 ms', ...ENGINEERING }),
    data: quantity('B', { help: 'Data that a search reads from the datastore, for which it competes with training.', max: '1 TB', default: '0 B', source: 'an index in memory', confidence: 'medium' }),
  },
  { help: 'Retrieval of passages for every request.' },
)

const disaggregated = optionalSection(
  {
    transfer: quantity('B/s', { help: 'Rate at which an accelerator of the one pool sends keys and values to the other.', min: '1 MB/s', max: '10 TB/s', default: '50 GB/s', source: 'one 400 Gb/s port an accelerator', confidence: 'medium' }),
    minimum: count({ help: 'Fewest replicas that read prompts.', max: 1_000_000, default: 1, ...ENGINEERING }),
    maximum: count({ help: 'Most replicas that read prompts.', max: 1_000_000, default: 1_000_000, source: 'no limit', confidence: 'high' }),
  },
  { help: 'Prompts are read by replicas of their own, which then hand keys and values over to those that make answers; both pools are scaled separately, and `minimum` and `maximum` of the service are those of the second.' },
)

const measured = optional(
  list(
    section(
      {
        batch: count({ help: 'Requests at a time in one instance of the model.', min: 1, max: 65_536 }),
        throughput: quantity('token/s', { help: 'Tokens of answers per second of the instance.', min: '0.001 token/s', max: '100000000 token/s' }),
        perToken: quantity('s', { help: 'Mean time per token of an answer.', min: '1 us', max: '1 min' }),
      },
      { help: 'One measurement.' },
    ),
    { help: 'Measured speed of an instance by batch, in ascending order, prompts included; it wins over the roofline, and is never continued beyond its last row.', max: 1000 },
  ),
)

const price = optionalSection(
  {
    input: quantity('USD/Mtoken', { help: 'Price of the tokens of prompts.', max: '1000000 USD/Mtoken', default: '0.5 USD/Mtoken', source: 'list prices of 70-billion-parameter models in 2025, 0.1–1 USD', confidence: 'low' }),
    output: quantity('USD/Mtoken', { help: 'Price of the tokens of answers.', max: '1000000 USD/Mtoken', default: '1.5 USD/Mtoken', source: 'list prices of 70-billion-parameter models in 2025, 0.3–3 USD', confidence: 'low' }),
  },
  { help: 'What users pay.' },
)

const sessions = optionalSection(
  {
    count: count({ help: 'Sessions that are open in the busiest hour once all accelerators of the plan are contracted; before, in proportion.', min: 1, max: 1_000_000_000 }),
    think: quantity('s', { help: 'Mean time between an answer and the next turn of the same session: tools, tests, reading.', max: '1 day', default: '20 s', ...ENGINEERING }),
    trough: fraction({ help: 'Sessions in the quietest hour of a day as a share of those in the busiest.', default: 1, source: 'agents work day and night; engineering default', confidence: 'low' }),
    lostTurns: ratio({ help: 'Turns that a session makes again when the replica that holds its state is lost.', min: 0, max: 100_000, default: 5, ...ENGINEERING }),
  },
  { help: 'Persistent sessions (agents) instead of requests that come whatever happens: each asks again when it has its answer and has thought, so they ask for less when answers take longer, and lose state with a replica. `peak` and `trough` of the service do not count then.' },
)

const rollouts = optionalSection(
  {
    first: quantity('ms', { help: 'From the begin of the horizon to the first new version.', max: '30 years', default: '30 days', ...ENGINEERING }),
    every: quantity('ms', { help: 'From one new version to the next.', min: '1 hour', max: '30 years', default: '30 days', ...ENGINEERING }),
    surge: fraction({ help: 'Replicas of the new version that start beside the old ones, as a share of all; at 0 replicas are exchanged in their place.', default: 0.25, source: 'Kubernetes: 25 % surge', confidence: 'high' }),
    unavailable: fraction({ help: 'Share of the replicas that may be missing meanwhile; at least one where there is no surge.', default: 0, ...ENGINEERING }),
    canary: fraction({ help: 'Share of the replicas that serve the new version first, while the others keep the old one.', default: 0.05, ...ENGINEERING }),
    bake: quantity('ms', { help: 'How long they do.', max: '90 days', default: '1 h', ...ENGINEERING }),
    drain: quantity('ms', { help: 'How long a replica of the old version keeps its nodes when it takes no more requests, until those under way are answered.', max: '1 day', default: '0 s', source: 'gone at once; Kubernetes: 30 s', confidence: 'medium' }),
  },
  { help: 'New versions of the model, rolled out replica by replica; two versions serve at once meanwhile.' },
)

const origin = section(
  {
    id: identifier({ help: 'Name of the place that requests come from.' }),
    share: ratio({ help: 'Its share of the requests; only the proportions matter.', min: 0.000_001, max: 1_000_000, default: 1, source: 'equal shares', confidence: 'high' }),
    timezone: optional(choice(ZONES.map(({ id }) => id), { help: 'Its time zone, which its day follows; that of the site when left out.' })),
    peakHour: optional(ratio({ help: 'Hour of its daily peak, instead of that of the service.', min: 0, max: 24 })),
    sites: list(identifier({ help: 'Id of a site.' }), { help: 'Sites that law or contracts allow its requests to be served at; all those of the service when left out. Only in files with several sites.', max: 64, default: [], source: 'any site', confidence: 'high' }),
    roundTrip: named(quantity('ms', { help: 'Round trip to that site.', max: '10 s' }), { help: 'Round-trip times by site; 0 where nothing is said.', default: {}, source: 'next door', confidence: 'high' }),
  },
  { help: 'A place that requests come from.' },
)

/** How requests choose between the sites that may serve them. */
export const SERVICE_ROUTES = ['nearest', 'cost', 'headroom'] as const

const routing = {
  origins: list(origin, { help: 'Places that requests come from, each with its own day.', max: 1000, default: [], source: 'next to the site', confidence: 'high' }),
  routing: choice(SERVICE_ROUTES, { help: 'Which site serves a request: the nearest with capacity, the cheapest, or all in proportion to the power that they could still draw. Only in files with several sites.', default: 'nearest', source: 'usual practice', confidence: 'medium' }),
  roundTripLimit: quantity('ms', { help: 'Longest round trip to a site that may serve a request.', max: '10 s', default: '150 ms', source: 'ITU-T G.114: 150 ms one way for conversation; engineering default', confidence: 'low' }),
}

const requests = optionalSection(
  {
    file: text({ help: 'Trace of requests: `TIMESTAMP,ContextTokens,GeneratedTokens` as the Azure LLM inference traces have it; a name that ends in .gz is unpacked.' }),
    ...readingFields,
    scale: ratio({ help: 'Requests of the service for one of the trace.', min: 0.000_001, max: 1_000_000_000, default: 1, source: 'as recorded', confidence: 'high' }),
    every: quantity('ms', { help: 'Demand changes in steps of this length, each with the mean of its time in the trace; whole minutes.', min: '1 min', max: '1 day', default: '15 min', source: 'a few knots an hour', confidence: 'high' }),
    after: quantity('ms', { help: 'From the begin of the horizon to the first request.', max: '30 years', default: '0 days', source: 'at once', confidence: 'high' }),
    repeat: flag({ help: 'The trace begins anew when it is over. false: no request comes after it.', default: true, source: 'a recorded week stands for the others', confidence: 'medium' }),
  },
  { help: 'Demand as it was recorded, instead of a daily peak and trough: when requests come, and how long prompts and answers are. Like a peak it holds once all accelerators are contracted; before, in proportion.' },
)

export const servingFields = {
  requests,
  sessions,
  rollouts,
  ...routing,
  priority: optional(choice(PRIORITY_CLASSES, { help: `Class of the service: ${CLASS_HELP}.` })),
  cache,
  retrieval,
  disaggregated,
  measured,
  promptTime: optional(quantity('s', { help: 'Measured time to read a mean prompt, instead of the roofline’s.', min: '1 us', max: '1 hour' })),
  price,
}
