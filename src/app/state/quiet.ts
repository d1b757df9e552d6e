/** Longest wait for a page that is never quiet, ms. */
const LONGEST_MS = 1000

/** Kept once the page has done what it had to do: what was asked for before is drawn by then. */
export const quiet = (): Promise<void> =>
  new Promise(resolve => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: LONGEST_MS })
    else setTimeout(resolve, 0)
  })
