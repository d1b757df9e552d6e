import { useDocument } from './document.ts'
import { useFutures } from './futures.ts'
import { useRun } from './run.ts'
import { lookedAt, type Side, sidesOfFile, useSides } from './sides.ts'
import { useView } from './view.ts'

/** What is asked for beside the baseline; nothing while nobody looks. */
export function sidesAsked(): readonly Side[] {
  const { isShown, chosen } = useSides.getState()
  const { option, compareWith } = useView.getState()
  return isShown ? lookedAt(sidesOfFile(useDocument.getState().options, useFutures.getState().all, useRun.getState().base?.key), option, compareWith, chosen).others.filter(({ kind }) => kind !== 'opened') : []
}

/** Tells when something else is asked for; returns the way to stop. */
export function followSides(changed: () => void): () => void {
  const stops = [
    useSides.subscribe((now, before) => {
      if ((now.isShown && !before.isShown) || now.chosen !== before.chosen) changed()
    }),
    useFutures.subscribe((now, before) => {
      if (now.all.length !== before.all.length && useSides.getState().isShown) changed()
    }),
  ]
  return () => stops.forEach(stop => stop())
}
