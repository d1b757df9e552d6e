/**
 * What a check may be about: the figures of a run by name, their units, and what each may be narrowed to. The readers of the values stand in
 * `analysis`, one for every name here.
 */

/** What narrows a metric: a buildout option, one site of several, a tenant, a service, a named run, a bucket or gate of the ledger. */
export type SelectorKey = 'option' | 'site' | 'tenant' | 'service' | 'run' | 'bucket'

export interface CheckMetric {
  /** Unit of bare numbers in an expectation; '' for shares and counts, `date` for days. */
  readonly unit: string
  readonly selectors: readonly SelectorKey[]
  /** Selectors without which the metric means nothing. */
  readonly needs?: readonly SelectorKey[]
  /** Whether it is asked at a day: `@2029-06-01`. */
  readonly isDated?: boolean
  /** Shares lie between 0 and 1. */
  readonly isShare?: boolean
  readonly help: string
}

const WHERE = ['option', 'site'] as const
const share = (help: string, more: Partial<CheckMetric> = {}): CheckMetric => ({ unit: '', selectors: WHERE, isShare: true, help, ...more })
const amount = (unit: string, help: string, more: Partial<CheckMetric> = {}): CheckMetric => ({ unit, selectors: WHERE, help, ...more })
const ofService: Partial<CheckMetric> = { selectors: [...WHERE, 'service'] }
const ofTenant: Partial<CheckMetric> = { selectors: [...WHERE, 'tenant'], needs: ['tenant'] }
const dated = (help: string, unit = ''): CheckMetric => ({ unit, selectors: WHERE, isDated: true, help })

export const CHECK_METRICS = {
  contractedGpuHours: amount('h', 'contracted accelerator-hours'),
  productiveGpuHours: amount('h', 'productive accelerator-hours'),
  meanUtilisation: share('productive of the contract'),
  utilisationOfAccepted: share('productive of the accepted fleet'),
  sustainedUtilisation: share('level that 95 % of weeks (or the share and windows of ledger) reach, after the planned end of the ramp'),
  sustainedUtilisationFromContractStart: share('the same from the start of the contract'),
  timeToCapacity50: amount('day', 'days from contract start until 50 % of the contract can be allocated'),
  timeToCapacity: amount('day', 'the same for 90 %'),
  timeToCapacity99: amount('day', 'the same for 99 %'),
  timeToProductive50: amount('day', 'days from contract start until 50 % of the contract is productive'),
  timeToProductive90: amount('day', 'the same for 90 %'),
  timeToProductive99: amount('day', 'the same for 99 %'),
  worst30DayUtilisation: share('least productive share of the contract over any 30 days after the ramp'),
  hoursBelowLow: amount('h', 'hours after the ramp below ledger.lowUtilisation'),
  availability: share('allocatable of the contract; of a tenant, delivered of committed; of a service, requests answered', { selectors: [...WHERE, 'tenant', 'service'] }),
  sloAttainment: share('requests with their first token in time', ofService),
  p95LatencyMs: amount('ms', '95 % of first tokens come within', ofService),
  runsOnTime: share('named runs done by their dates, else jobs on time; of one run, 1 when in time', { selectors: [...WHERE, 'run'] }),
  runEnd: { unit: 'date', selectors: [...WHERE, 'run'], needs: ['run'], help: 'day on which a named run is done' },
  goodput: share('useful share of what jobs and services held'),
  ettr: share('useful share of the time that was available to jobs'),
  hoursBetweenInterruptions: amount('h', 'hours of attempts of jobs by interruption'),
  lossShare: share('share of the contract that a bucket of the ledger took, or a whole gate such as L2', { selectors: [...WHERE, 'bucket'], needs: ['bucket'] }),
  tenantWait: amount('h', 'mean wait of a tenant’s jobs until they start', ofTenant),
  tenantGpuHours: amount('h', 'accelerator-hours that a tenant held', ofTenant),
  contractedAccelerators: dated('accelerators under contract on a day'),
  energisedAccelerators: dated('accelerators with power on a day'),
  allocatableAccelerators: dated('accelerators that jobs could have on a day'),
  productiveAccelerators: dated('accelerators’ worth of useful work on a day'),
  energisedBlocks: dated('blocks with power on a day'),
  itMW: dated('mean IT power of a day', 'MW'),
  siteMW: dated('mean power of the site on a day, from the grid and its own sets', 'MW'),
  pue: amount('', 'site energy per IT energy'),
  sitePerBusbar: amount('', 'site energy per energy at the busbars inside the racks'),
  budgetPue: amount('', 'PUE with the cooling energy of an operated site'),
  wue: amount('L/kWh', 'water per IT energy'),
  cue: amount('kg/kWh', 'carbon per IT energy'),
  energyMWh: amount('MWh', 'energy of the site'),
  peakSiteMW: amount('MW', 'highest draw of the site'),
  waterM3: amount('m^3', 'make-up water'),
  peakWaterKgps: amount('kg/s', 'highest draw of water'),
  carbonT: amount('tonne', 'carbon'),
  costPerUsefulGpuHour: amount('USD', 'cost per useful accelerator-hour'),
  costPerMillionTokens: amount('USD', 'cost per million tokens'),
  totalCostUsd: amount('USD', 'cost of the simulated time'),
  revenueUsd: amount('USD', 'revenue of all contracts, credits taken off'),
  netPresentUsd: amount('USD', 'present value of results less capital'),
  levelisedCostPerGpuHour: amount('USD', 'discounted costs over discounted useful hours'),
  delayUsd: amount('USD', 'cost of blocks that are ready after their promised day'),
  idleMegawattMonths: amount('', 'IT power of late blocks times their delay, MW·months'),
} as const satisfies Readonly<Record<string, CheckMetric>>

export type CheckMetricName = keyof typeof CHECK_METRICS

export const CHECK_METRIC_NAMES = Object.keys(CHECK_METRICS) as CheckMetricName[]

export const checkMetric = (name: CheckMetricName): CheckMetric => CHECK_METRICS[name]
