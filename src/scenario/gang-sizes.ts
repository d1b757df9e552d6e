/** Sizes and pace of the two gangs of a job of which one generates samples for the other. */
import type { SamplersSection } from './schema/samplers.ts'

/** Speed of steps against that of training alone while nothing slows either gang down on accelerators like the first of the site. */
export const samplerPace = ({ size, effort }: Pick<SamplersSection, 'size' | 'effort'>): number => Math.min(1, size / (effort ?? size))

/** Accelerators of a job for each one that trains. */
export const gangSize = (samplers: Pick<SamplersSection, 'size'> | undefined): number => 1 + (samplers?.size ?? 0)

/** Accelerators that generate for so many that train. */
export const samplingFor = (accelerators: number, samplers: Pick<SamplersSection, 'size'> | undefined): number => (samplers === undefined ? 0 : Math.ceil(accelerators * samplers.size - 1e-9))

/** How many of all accelerators of a job generate: the inverse of the above. */
export function samplingOf(all: number, samplers: Pick<SamplersSection, 'size'> | undefined): number {
  const train = Math.floor(all / gangSize(samplers) + 1e-9)
  return all - (samplingFor(train + 1, samplers) + train + 1 === all ? train + 1 : train)
}

/** Time of all accelerators of a job for each of training alone. */
export const gangUse = (samplers: SamplersSection | undefined): number => (samplers === undefined ? 1 : gangSize(samplers) / samplerPace(samplers))
