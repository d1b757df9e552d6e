/** Entry of the worker that runs a study: it reads, asks, reduces and holds the workers that simulate, so that the page does none of it. */
import { StudyProblem } from '../../analysis/studies/laboratory.ts'
import { createBrowserPool } from '../../runner/client.ts'
import { answerQuestion } from './answer.ts'
import type { StudyMessage, StudyRequest } from './protocol.ts'
import { createWorkers } from './workers.ts'

const tell = (message: StudyMessage): void => postMessage(message)

async function work({ ground, question }: StudyRequest): Promise<void> {
  try {
    const workers = createWorkers(ground, createBrowserPool(), (done, of) => tell({ kind: 'progress', done, of }))
    await answerQuestion(ground, question, workers, (answer, replications, isLast) => tell({ kind: 'answer', answer, replications, isLast }))
  } catch (error) {
    tell({ kind: 'problem', message: error instanceof StudyProblem ? error.message : `unexpected: ${error instanceof Error ? error.message : String(error)}` })
  }
}

addEventListener('message', ({ data }: MessageEvent<StudyRequest>) => void work(data))
