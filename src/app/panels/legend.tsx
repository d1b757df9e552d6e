/** What the colours mean, with the number of racks in each class; always in sight. */
import { type LimitationArea, limitationsOfAreas } from '../../analysis/limitations.ts'
import { NotModelled } from '../explain/not-modelled.tsx'
import { ITEM_STATE } from '../site/item-states.ts'
import { serviceScale } from '../site/overlay-values.ts'
import { type SiteNow, useSiteNow } from '../site/site-now.ts'
import { type LayerId, useView } from '../state/view.ts'
import { ABSENT, type Layer } from '../site/layer.ts'
import { countBytes } from '../site/layers.ts'
import { isPlaceStale, usePlace } from '../state/place.ts'
import { useDrawnStudy } from '../state/site-study.ts'
import { formatNumber } from '../format.ts'

const BINS = 24

/** Racks over the scale, as small bars above the colours. */
function Scale({ layer, counts }: { readonly layer: Layer; readonly counts: Uint32Array }): React.ReactNode {
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const [from, to] = [1 + Math.floor((bin * 255) / BINS), 1 + Math.floor(((bin + 1) * 255) / BINS)]
    return { count: counts.subarray(from, to).reduce((sum, count) => sum + count, 0), colour: layer.palette[Math.min(255, Math.floor((from + to) / 2))] }
  })
  const most = Math.max(1, ...bins.map(bin => bin.count))
  return (
    <div className="legend-scale">
      <div className="legend-bins">
        {bins.map(({ count, colour }, bin) => (
          <i key={bin} style={{ background: colour }}>
            <em style={{ height: `${(count / most) * 100}%`, background: colour }} />
          </i>
        ))}
      </div>
      <div className="legend-ends">
        {layer.legend.map(entry => (
          <span key={entry.byte}>{entry.label}</span>
        ))}
      </div>
    </div>
  )
}

function Classes({ layer, counts }: { readonly layer: Layer; readonly counts: Uint32Array }): React.ReactNode {
  const isJob = layer.id === 'job'
  const countOf = (byte: number): number => (isJob && byte >= 3 ? counts.subarray(3).reduce((sum, count) => sum + count, 0) : counts[byte])
  return (
    <ul className="legend-classes">
      {layer.legend.map(({ byte, colour, label, pattern = 'solid' }) => {
        const count = countOf(byte)
        return (
          <li key={byte} className={count === 0 ? 'none' : ''}>
            <i className={`swatch pattern-${pattern}`} style={isJob && byte >= 3 ? { background: `linear-gradient(135deg, ${layer.palette[3]} 0 33%, ${layer.palette[4]} 33% 66%, ${layer.palette[5]} 66%)` } : { backgroundColor: colour }} />
            <span>{label}</span>
            <b>{formatNumber(count)}</b>
          </li>
        )
      })}
    </ul>
  )
}

/** What pipes, ducts and trays mean, while they are shown. */
function Overlays({ now }: { readonly now: SiteNow }): React.ReactNode {
  const overlays = useView(view => view.overlays)
  const isScene = useView(view => view.siteView === 'scene')
  if (!isScene) return null
  return overlays.map(overlay => {
    const { measure, legend } = serviceScale(now, overlay)
    return (
      <ul key={overlay} className="legend-classes overlay" aria-label={measure}>
        <li className="quiet">{measure}</li>
        {legend.map(({ byte, colour, label, pattern = 'solid' }) => (
          <li key={byte}>
            <i className={`swatch pattern-${pattern}`} style={{ backgroundColor: colour }} />
            <span>{label}</span>
          </li>
        ))}
      </ul>
    )
  })
}

/** Parts of the model whose limits touch what a layer tells. */
const LEFT_OUT: Readonly<Record<LayerId, readonly LimitationArea[]>> = {
  state: ['facility'], power: ['power'], normal: ['power'], failover: ['power'], temperature: ['cooling'], cooling: ['cooling'], network: ['fabric'], job: ['work'], faults: ['faults'], age: ['faults'], room: ['facility'], zones: ['fire'], security: ['facility'], stranded: ['power', 'cooling'],
}

export function Legend(): React.ReactNode {
  const now = useSiteNow()
  const place = usePlace()
  const study = useDrawnStudy()
  if (now === null) return null
  const { layer, rackBytes, plan, siteLabel } = now
  const isOld = layer.id === 'room' && isPlaceStale(place, study?.key)
  const tally = layer.tally?.(now.replay.state)
  const counts = tally?.counts ?? countBytes(rackBytes, plan.racks.length)
  const isUnrecorded = study?.opened !== undefined && study.runs[0]?.logs.length === 0
  const note = isUnrecorded ? 'the file holds no racks over time; Edit and run shows them' : tally?.note ?? `${formatNumber(plan.racks.length - counts[ABSENT])} of ${formatNumber(plan.racks.length)} racks on site`
  const out = now.itemStates.reduce((sum, state) => sum + (state === ITEM_STATE.out ? 1 : 0), 0)
  return (
    <div className="legend" role="group" aria-label={`Legend: ${layer.label}`}>
      <p>
        {layer.measure} <span className="quiet">· {siteLabel === '' ? '' : `${siteLabel}: `}{note}{isOld ? ' · the answer before the last change' : ''}</span>
        <span className="legend-out">
          <i className="swatch" /> Equipment failed <b>{formatNumber(out)}</b>
        </span>
      </p>
      {isUnrecorded ? null : layer.isScale ? <Scale layer={layer} counts={counts} /> : <Classes layer={layer} counts={counts} />}
      <Overlays now={now} />
      <NotModelled rows={limitationsOfAreas(LEFT_OUT[layer.id])} />
    </div>
  )
}
