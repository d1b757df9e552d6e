import { type Study, useRun } from './run.ts'

/** Waits until something of a study is shown, or its first replication is over. */
export function firstPicture({ key }: Study, first: Promise<boolean>): Promise<void> {
  return new Promise(resolve => {
    const stop = useRun.subscribe(({ base }) => {
      if (base?.key === key) seen()
    })
    const seen = (): void => {
      stop()
      resolve()
    }
    void first.then(seen)
  })
}
