/** What one fire takes at once, zone by zone, and what a year of fires costs. */
import type { FireExposure } from '../../results/audit.ts'
import { formatNumber } from '../format.ts'
import { StateMark } from './state-mark.tsx'

/** Zones that are listed. */
const SHOWN = 12

const megawatts = (w: number): string => `${(w / 1e6).toFixed(2)}\u2009MW`
const megawattHours = (wh: number): string => `${formatNumber(Math.round(wh / 1e5) / 10)}\u2009MWh`
const every = (perYear: number): string => (perYear <= 0 ? '' : perYear >= 1 ? `, ${perYear.toFixed(1)} a year` : `, once in ${formatNumber(Math.round(1 / perYear))} years`)

function yearText(year: FireExposure['year']): string {
  if (year === null) return 'How often it burns is not stated (section fire), so what a year costs is not known.'
  return `A year of fires takes ${megawattHours(year.meanWh)} in the mean, ${megawattHours(year.p99Wh)} in 1 of 100 and ${megawattHours(year.p999Wh)} in 1 of 1000, by ${formatNumber(year.sampledYears)} sampled years.`
}

export function FireExposureList({ fire }: { readonly fire: FireExposure }): React.ReactNode {
  const shown = fire.zones.slice(0, SHOWN)
  return (
    <details className="audit-labels">
      <summary>One fire takes at most {megawatts(fire.largestW)}</summary>
      <ul>
        {shown.map(({ zone, lostW, racksLost, firesPerYear }) => (
          <li key={zone}>
            <StateMark state={lostW > 0 ? 'down' : 'normal'} />
            <span>
              <b>{zone}</b>: {lostW > 0 ? `${megawatts(lostW)}, ${formatNumber(racksLost)} racks` : 'no rack'}
              {every(firesPerYear)}
            </span>
          </li>
        ))}
        {fire.units.map(({ name, lostW }) => (
          <li key={`unit ${name}`}>
            <StateMark state={lostW > 0 ? 'down' : 'normal'} />
            <span>
              <b>Insurance unit {name}</b>: {megawatts(lostW)}
            </span>
          </li>
        ))}
      </ul>
      <p className="quiet">
        {fire.zones.length > SHOWN ? `${formatNumber(fire.zones.length - SHOWN)} zones more take no more than these. ` : ''}
        {yearText(fire.year)}
      </p>
    </details>
  )
}
