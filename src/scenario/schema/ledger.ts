/** How the ledger books what can be booked in more than one way. */
import type { z } from 'zod'
import { choice, fraction, quantity, section } from './fields.ts'

export const ledgerSection = section(
  {
    slowdowns: choice(['log-shares', 'ordered'], { help: 'How the loss of several slowdowns that hold at once is split: in proportion to the logarithm of each factor, so that no order matters, or in order (stragglers, power, heat, storage, failed links, contention, placement), each taking its share of what those before it left.', default: 'log-shares', source: 'symmetric, engineering default', confidence: 'medium' }),
    modelFlopUse: fraction({ help: 'Share of the peak rate that training uses while it progresses (MFU); splits productive time into the arithmetic of the model and the rest.', default: 0.41, source: 'Llama 3 405B: 38–43 % on H100 (arXiv 2407.21783)', confidence: 'medium' }),
    sustainedWindow: quantity('ms', { help: 'Length of the calendar windows of sustained utilisation, whole days; weeks begin on Mondays, other lengths count from the day on which the ramp ends.', min: '1 day', max: '366 days', default: '7 days', source: 'weeks, as reports of clusters have them; engineering default', confidence: 'medium' }),
    sustainedFraction: fraction({ help: 'Share of these windows that reach the sustained utilisation.', min: 0.01, max: 1, default: 0.95, source: 'engineering default', confidence: 'medium' }),
    lowUtilisation: fraction({ help: 'Productive share of the contract below which the hours of a window count as low.', default: 0.5, source: 'engineering default', confidence: 'low' }),
    discarded: choice(['productive', 'lost'], { help: 'What the time of jobs counts as whose result their own user throws away: productive, with a memo line, or work lost to user errors.', default: 'productive', source: 'outside the control of the facility', confidence: 'medium' }),
  },
  { help: 'Choices of accounting; they change no event.' },
)
export type LedgerSection = z.output<typeof ledgerSection>
