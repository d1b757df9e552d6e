/** The shared file system: what checkpoints are written to, restores are read from, and training data comes from. */
import type { z } from 'zod'
import { date, distribution, flag, fraction, list, optional, optionalSection, quantity, section } from './fields.ts'

const LLAMA = 'Llama 3 (arXiv 2407.21783): 240 PB on 7,500 servers, 2 TB/s sustained, 7 TB/s at most'

export const datastoreSection = optionalSection(
  {
    write: quantity('B/s', { help: 'What all jobs together can write.', min: '1 MB/s', max: '1 PB/s', default: '2 TB/s', source: LLAMA, confidence: 'medium' }),
    read: quantity('B/s', { help: 'What all jobs together can read; restores that run at the same time share it equally.', min: '1 MB/s', max: '1 PB/s', default: '2 TB/s', source: LLAMA, confidence: 'medium' }),
    perNode: quantity('B/s', { help: 'What one node can write or read over its storage network.', min: '1 MB/s', max: '10 TB/s', default: '50 GB/s', source: 'two 200 Gb/s ports a node, as in vendor reference architectures', confidence: 'medium' }),
    share: fraction({ help: 'Largest share of the writing rate that the checkpoints of one job get.', min: 0.001, default: 1, source: 'one job writes at a time', confidence: 'low' }),
    pause: quantity('ms', { help: 'What a checkpoint costs besides the copy: all ranks agree on a step and start again.', max: '10 min', default: '1 s', source: 'engineering default', confidence: 'low' }),
    deviceToHost: quantity('B/s', { help: 'What one accelerator copies to the memory of its host.', min: '1 MB/s', max: '10 TB/s', default: '25 GB/s', source: 'engineering default', confidence: 'low' }),
    capacity: optional(quantity('B', { help: 'Room for all that lies there; without it, room is not looked at. Each job takes room for the checkpoints that it keeps (`checkpoints.retained`, or five) from its first start until it is over.', min: '1 GB', max: '1000 EB' })),
    used: quantity('B', { help: 'What lies there at the start: data sets, homes, logs.', max: '1000 EB', default: '0 B', source: 'an empty store', confidence: 'low' }),
    growth: quantity('B/s', { help: 'What data sets and logs grow by, steadily.', max: '1 TB/s', default: '0 B/s', source: 'off', confidence: 'low' }),
    retention: optional(quantity('ms', { help: 'Age at which what has grown is deleted: from then on as much goes as comes. Left out: it stays.', min: '1 day', max: '40 years' })),
    highWater: fraction({ help: 'Share of the capacity from which on no new job starts; what has run before goes on.', min: 0.05, default: 0.9, source: 'usual advice for parallel file systems: a tenth stays free', confidence: 'medium' }),
    expansions: list(
      section({ on: date({ help: 'First day on which it can be used.' }), add: quantity('B', { help: 'Room that is added.', min: '1 GB', max: '1000 EB' }) }, { help: 'More room on a day.' }),
      { help: 'Room that is added later; its price is not counted in `money.datastore`.', max: 100, default: [], source: 'none', confidence: 'high' },
    ),
    failures: quantity('1/year', { help: 'Losses of a part of the store in which it reads more slowly.', max: '1000/year', default: '0 1/year', source: 'off', confidence: 'high' }),
    degraded: fraction({ help: 'Share of its reading rate that is left then.', min: 0.01, default: 0.5, source: 'engineering default', confidence: 'low' }),
    repair: quantity('ms', { help: 'Mean time until the rate is back.', min: '1 min', max: '1 year', default: '12 h', source: 'engineering default', confidence: 'low' }),
    stalls: optionalSection(
      {
        rate: quantity('1/year', { help: 'How often it happens.', max: '1000/year', default: '2/year', source: 'engineering default', confidence: 'low' }),
        duration: distribution('ms', { help: 'How long it lasts.', min: '1 s', max: '30 days', default: { p50: '20 minutes', p90: '2 hours' }, source: 'engineering default', confidence: 'low' }),
      },
      { help: 'Stalls of its metadata: nothing is read or written, checkpoints on their way are durable only after it, jobs that load data go at 2 %, training that waits for its checkpoints waits twenty times as long. Left out: none.' },
    ),
    burst: optionalSection(
      {
        write: quantity('B/s', { help: 'What all jobs together can write to it.', min: '1 MB/s', max: '1 PB/s', default: '7 TB/s', source: LLAMA, confidence: 'low' }),
        read: quantity('B/s', { help: 'What all jobs together can read from it.', min: '1 MB/s', max: '1 PB/s', default: '7 TB/s', source: LLAMA, confidence: 'low' }),
        capacity: optional(quantity('B', { help: 'Room on it; without it, it is not looked at.', min: '1 GB', max: '1000 EB' })),
      },
      { help: 'A burst buffer in front of the datastore, as durable as that: checkpoints are written to it and read from it, and go on to the datastore while training goes on. Training data stays in the datastore.' },
    ),
    disks: optionalSection(
      {
        perNode: quantity('B/s', { help: 'What one node writes to or reads from its own disks.', min: '1 MB/s', max: '10 TB/s', default: '10 GB/s', source: 'engineering default', confidence: 'low' }),
        capacity: optional(quantity('B', { help: 'Room on the disks of one node; without it, it is not looked at.', min: '1 GB', max: '1 EB' })),
        checkpoints: flag({ help: 'Each checkpoint is written to them too: after errors of software, and after a loss of power or cooling, a job reads it from there.', default: true, source: 'multi-level checkpoints', confidence: 'medium' }),
      },
      { help: 'Disks in the nodes: as durable as the node.' },
    ),
    object: optionalSection(
      {
        read: quantity('B/s', { help: 'What all jobs together can read from it, shared equally.', min: '1 MB/s', max: '1 PB/s', default: '200 GB/s', source: 'engineering default', confidence: 'low' }),
        perNode: quantity('B/s', { help: 'What one node can read from it.', min: '1 MB/s', max: '10 TB/s', default: '5 GB/s', source: 'engineering default', confidence: 'low' }),
        latency: quantity('ms', { help: 'Until the first byte comes.', max: '1 hour', default: '100 ms', source: 'engineering default', confidence: 'low' }),
        checkpoints: flag({ help: 'Checkpoints are copied there: a job reads from it while the datastore is slower.', default: true, source: 'tiered storage', confidence: 'medium' }),
      },
      { help: 'An object store behind the datastore.' },
    ),
  },
  { help: 'The shared file system. Without it, checkpoints and restores take the stated times, whatever the job.' },
)
export type DatastoreSection = z.output<typeof datastoreSection>
