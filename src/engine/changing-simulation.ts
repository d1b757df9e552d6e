import type { Simulation } from './simulation.ts'

/** A run that goes over from one simulation to another: all is asked of the present one but what the run itself knows. */
export function changingSimulation(present: () => Simulation, own: Pick<Simulation, 'horizonMs' | 'nowMs' | 'run' | 'result' | 'snapshot' | 'restore'>): Simulation {
  return {
    get assets() { return present().assets },
    get fireZones() { return present().fireZones },
    get grounds() { return present().grounds },
    get hands() { return present().hands },
    events: () => present().events(),
    hash: () => present().hash(),
    stats: () => present().stats(),
    trace: () => present().trace(),
    ...own,
  }
}
