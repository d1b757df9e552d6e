/** Files and folders dropped anywhere onto the page are opened; from the first moment on, for the browser would leave the page for them. */
import { droppedFiles } from './dropped.ts'

/** What is dropped before the page stands is opened once it does. */
export function acceptDrops(standing: Promise<void>): void {
  addEventListener('dragover', event => event.preventDefault())
  addEventListener('drop', event => {
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return
    event.preventDefault()
    // What a drop holds is forgotten after its event.
    const read = droppedFiles(event.dataTransfer)
    void standing.then(async () => (await import('./open-files.ts')).openFiles(await read))
  })
}
