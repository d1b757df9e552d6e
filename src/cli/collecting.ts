/** Lets worker threads collect what finished runs leave behind (`runner/worker/node.ts` says why): threads that begin from then on have `gc`. */
import { setFlagsFromString } from 'node:v8'

export function letThreadsCollect(): void {
  setFlagsFromString('--expose-gc')
}
