/** Waiting in a pool of equal servers: Erlang's formulas, with the Allen–Cunneen correction for other than Poisson traffic. */
import { exp, ln, sqrt } from '../../base/exact-math.ts'

/** Terms below this share of the sum end the series. */
const NEGLIGIBLE = 1e-17

/**
 * Blocking probability B(servers, load), from 1/B = Σ servers!/((servers−k)!·load^k): terms fall off within a few √load of the maximum,
 * so a pool of thousands costs hundreds of steps. Servers are whole, load in Erlang ≥ 0.
 */
export function erlangB(servers: number, load: number): number {
  if (load <= 0) return servers === 0 ? 1 : 0
  let term = 1
  let sum = 1
  for (let k = 1; k <= servers; k++) {
    term *= (servers - k + 1) / load
    sum += term
    if (term < sum * NEGLIGIBLE || sum > 1e300) break
  }
  return 1 / sum
}

/**
 * Probability that an arrival waits, C(servers, load); 1 when the load reaches the servers, and 0 where it would be below 1e-14:
 * eight standard deviations of the busy servers away.
 */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1
  if (load <= 0 || servers - load > 8 * sqrt(load) + 20) return 0
  const blocked = erlangB(servers, load)
  return blocked / (1 - (load / servers) * (1 - blocked))
}

/** Mean wait in mean services. `variability` is (Ca² + Cs²) / 2, 1 for Poisson arrivals and exponential services. */
export function meanWait(servers: number, load: number, variability: number): number {
  return load >= servers ? Infinity : (erlangC(servers, load) / (servers - load)) * variability
}

/** Probability of waiting longer than `wait` mean services; the tail decays slower in proportion to the variability. */
export function waitsLonger(servers: number, load: number, variability: number, wait: number): number {
  if (load >= servers) return 1
  return erlangC(servers, load) * exp((-(servers - load) * wait) / variability)
}

/** Largest load in Erlang at which at most a share `missed` waits longer than `wait` mean services. */
export function largestLoad(servers: number, variability: number, wait: number, missed: number): number {
  let low = 0
  let high = servers
  for (let i = 0; i < 50 && high - low > 1e-9 * servers; i++) {
    const middle = (low + high) / 2
    if (waitsLonger(servers, middle, variability, wait) <= missed) low = middle
    else high = middle
  }
  return low
}

/** Wait in mean services that a share `p` of arrivals does not exceed; Infinity when the load reaches the servers. */
export function waitQuantile(servers: number, load: number, variability: number, p: number): number {
  if (load >= servers) return Infinity
  const waits = erlangC(servers, load)
  return waits <= 1 - p ? 0 : (ln(waits / (1 - p)) * variability) / (servers - load)
}
