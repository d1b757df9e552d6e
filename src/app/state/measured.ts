/** Measured values as the cards of the charts column draw them: weekly means over the axis of the run, by series. */
import { useEffect, useMemo, useState } from 'react'
import { DAY_MS } from '../../base/spans.ts'
import type { PowerData } from '../../charts/chart-data.ts'
import type { MeasuredLine } from '../../charts/measured.ts'
import { type Actuals, restoreActuals, seriesClient, useActuals } from './actuals.ts'
import { useDocument } from './document.ts'

const WEEK = 7
const MOST_COLUMNS = 400
/** Series that the column draws, and what one of their units is in that of the card. */
const DRAWN: Readonly<Record<string, number>> = { site: 1, 'it-power': 1, pue: 1, utilisation: 0.01, capacity: 1 }

interface Span {
  readonly startDay: number
  readonly endDay: number
}

type Lines = Readonly<Record<string, readonly MeasuredLine[]>>
const NONE: Lines = {}

async function look(lines: readonly Actuals[], { startDay, endDay }: Span): Promise<Lines> {
  const columns = Math.max(2, Math.min(MOST_COLUMNS, Math.round((endDay - startDay) / WEEK)))
  const found = await seriesClient.look(lines.map(({ key }) => key), startDay * DAY_MS, endDay * DAY_MS, columns)
  const told: Record<string, MeasuredLine[]> = {}
  lines.forEach(({ seriesId, label }, at) => {
    const means = found[at]?.mean
    if (means !== undefined) (told[seriesId] ??= []).push({ label, fromDay: startDay, toDay: endDay, values: Array.from(means, value => value * DRAWN[seriesId]) })
  })
  return told
}

export interface Measured {
  readonly capacity: readonly MeasuredLine[]
  readonly utilisation: readonly MeasuredLine[]
  readonly power: Pick<PowerData, 'measuredMW' | 'measuredPue'>
}

/** What is laid over the cards; nothing is asked for where nothing was measured. */
export function useMeasured(span: Span | null): Measured {
  const file = useDocument(document => document.file)
  const all = useActuals(actuals => actuals.lines)
  const [told, setTold] = useState<Lines>(NONE)
  useEffect(() => void restoreActuals(file), [file])
  const lines = useMemo(() => all.filter(({ seriesId }) => seriesId in DRAWN), [all])
  const [startDay, endDay] = [span?.startDay ?? 0, span?.endDay ?? 0]
  useEffect(() => {
    let isOver = false
    if (endDay > startDay) void (lines.length === 0 ? Promise.resolve(NONE) : look(lines, { startDay, endDay })).then(found => (isOver ? undefined : setTold(found)))
    return () => {
      isOver = true
    }
  }, [lines, startDay, endDay])
  return useMemo(() => ({ capacity: told.capacity ?? [], utilisation: told.utilisation ?? [], power: { measuredMW: [...(told.site ?? []), ...(told['it-power'] ?? [])], measuredPue: told.pue ?? [] } }), [told])
}
