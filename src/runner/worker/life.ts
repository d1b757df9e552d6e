/**
 * Whether a browser worker lives. One that throws tells of it, but one that the browser ends for want of memory, or that closes, ends without a
 * word. So it holds a lock of its name for as long as it lives; whoever waits for the lock gets it the moment the worker is gone, and a worker
 * that only computes for long is never taken for a dead one. Pages that were not sent over a secure connection have no locks.
 */
const HELD = 'lifeIsHeld'

const isHeld = (data: unknown): boolean => typeof data === 'object' && data !== null && HELD in data

/** In a worker that has a name: holds its lock from now on, and says so. */
export function holdLife(): void {
  if (!('locks' in navigator) || self.name === '') return
  const held = new Promise<never>(() => undefined)
  void navigator.locks.request(self.name, async () => {
    self.postMessage({ [HELD]: true })
    return held
  })
}

/** On the page: calls back once a worker of this name that held its lock lives no more, whatever ended it. */
export function watchLife(worker: Worker, name: string, onEnd: () => void): void {
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isHeld(data)) void navigator.locks.request(name, async () => onEnd())
  })
}
