/** Everything that the Decide room shows, from document, view and results. */
import { useDeferredValue, useMemo } from 'react'
import { type Column, columnOf } from '../../state/decision.ts'
import { useDocument } from '../../state/document.ts'
import { useFutures } from '../../state/futures.ts'
import { useOpenedSides } from '../../state/opened-sides.ts'
import { type Study, useRun } from '../../state/run.ts'
import { type Looked, lookedAt, type Side, sidesOfFile, useSides } from '../../state/sides.ts'
import { siteStudy, useChosenStudy } from '../../state/site-study.ts'
import { useView } from '../../state/view.ts'

export interface Shown {
  readonly side: Side
  /** Null while there is no finished run. */
  readonly column: Column | null
  readonly problem: string | undefined
}

export interface Decision {
  readonly looked: Looked
  readonly base: Shown
  readonly others: readonly Shown[]
}

/** All sides that could be looked at. */
export function useLooked(): Looked {
  const options = useDocument(document => document.options)
  const option = useView(view => view.option)
  const compareWith = useView(view => view.compareWith)
  const chosen = useSides(sides => sides.chosen)
  const futures = useFutures(state => state.all)
  const of = useRun(run => run.base?.key)
  const opened = useOpenedSides(state => state.sides)
  return useMemo(() => lookedAt(sidesOfFile(options, futures, of, opened), option, compareWith, chosen), [options, futures, of, opened, option, compareWith, chosen])
}

export function useDecision(): Decision {
  const looked = useLooked()
  const base = useChosenStudy()
  const studies = useDeferredValue(useSides(sides => sides.studies))
  const problems = useSides(sides => sides.problems)
  const importance = useSides(sides => sides.importance)
  const site = useView(view => view.site)
  return useMemo(() => {
    const studyOf = ({ id, opened }: Side): Study | null => {
      if (opened !== undefined) return opened
      const found = studies[id]
      // Two options of one meaning share their runs.
      if (found === undefined) return null
      const own = siteStudy(found, site)
      return base !== null && own.key === base.key ? base : own
    }
    const baseColumn = columnOf(looked.base, base, null, 1, importance)
    const against = base === null ? null : { side: looked.base, study: base }
    return {
      looked,
      base: { side: looked.base, column: baseColumn, problem: undefined },
      others: looked.others.map(side => ({ side, column: columnOf(side, studyOf(side), against, looked.others.length, importance), problem: problems[side.id] })),
    }
  }, [looked, base, studies, problems, importance, site])
}
