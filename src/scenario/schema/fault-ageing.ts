/** How the fault rate of a node changes with its age. */
import { choice, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

export const infantMortalitySection = section(
  {
    law: choice(['exponential', 'weibull'] as const, {
      help: 'exponential: rate × (1 + factor · e^(−age/decay)). weibull: the rate falls with age for ever, as the power shape − 1; over the age `span` it sums to that of the preset.',
      default: 'exponential', source: 'shape of the burn-in law of reliability texts; Weibull with decreasing hazard: Schroeder and Gibson, DSN 2006', confidence: 'medium',
    }),
    factor: ratio({ help: 'Extra fault rate of a new node as a multiple of its mature rate; fades exponentially with age.', min: 0, max: 100, default: 3, ...ENGINEERING }),
    decay: quantity('ms', { help: 'Time constant with which the extra rate fades.', min: '1 hour', max: '10 years', default: '30 days', ...ENGINEERING }),
    shape: ratio({ help: 'Shape of the Weibull law.', min: 0.1, max: 1, default: 0.75, source: 'Schroeder and Gibson, DSN 2006: 0.7–0.8 for times between failures at LANL', confidence: 'medium' }),
    span: quantity('ms', { help: 'Age up to which a node has had as many faults by the Weibull law as by a constant rate.', min: '1 day', max: '50 years', default: '5 years', source: 'life of a server, engineering default', confidence: 'low' }),
  },
  { help: 'Early failures of new nodes.' },
)

export const wearOutSection = optionalSection(
  {
    from: quantity('ms', { help: 'Age at which wear begins.', max: '50 years', default: '4 years', ...ENGINEERING }),
    shape: ratio({ help: 'Shape of the Weibull law of what wears out.', min: 1, max: 20, default: 3, ...ENGINEERING }),
    span: quantity('ms', { help: 'Time with wear after which it has caused as many faults as all else in that time.', min: '1 day', max: '50 years', default: '2 years', ...ENGINEERING }),
  },
  { help: 'Faults by wear, on top of all others, as a Weibull law that begins at an age. Left out: nothing wears out.' },
)
