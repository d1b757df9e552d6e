/** Studies that somebody asked for: one at a time, in a worker of its own. The last answer of each kind stays, with the text that it is about. */
import { create } from 'zustand'
import type { Answer, Question, QuestionKind, StudyMessage } from '../study/protocol.ts'
import { notedStudy } from './life.ts'
import { createTimeLeft } from './time-left.ts'
import { endWork, noteWork } from './work.ts'

export interface StudyAnswer {
  readonly answer: Answer
  readonly question: Question
  readonly replications: number
  readonly isLast: boolean
  /** Study of the page that it is about. */
  readonly key: string
}

export interface StudyView {
  readonly answers: Partial<Readonly<Record<QuestionKind, StudyAnswer>>>
  /** What is being worked out; null for nothing. */
  readonly working: QuestionKind | null
  readonly done: number
  readonly of: number
  /** Why the last question of a kind has no answer; '' for none. */
  readonly problems: Partial<Readonly<Record<QuestionKind, string>>>
}

export const useStudy = create<StudyView>(() => ({ answers: {}, working: null, done: 0, of: 0, problems: {} }))

const WORK = 'study'
export const STUDY_LABELS: Readonly<Record<QuestionKind, string>> = {
  value: 'Value of fixing', tornado: 'Which input matters', response: 'Response curve', solve: 'Search', calendar: 'Decision calendar', premortem: 'Premortem',
}

let worker: Worker | undefined

/** Ends the work; answers that are there stay. */
export function cancelStudy(): void {
  worker?.terminate()
  worker = undefined
  endWork(WORK)
  useStudy.setState({ working: null })
}

function take(message: StudyMessage, question: Question, key: string): void {
  const { kind } = question
  if (message.kind === 'progress') return useStudy.setState({ done: message.done, of: message.of })
  if (message.kind === 'problem') {
    useStudy.setState(before => ({ problems: { ...before.problems, [kind]: message.message } }))
    return cancelStudy()
  }
  const { answer, replications, isLast } = message
  useStudy.setState(before => ({ answers: { ...before.answers, [kind]: { answer, question, replications, isLast, key } } }))
  if (isLast) cancelStudy()
}

/** Asks; a question that is under way gives way. */
export function askStudy(question: Question): void {
  const asked = notedStudy()
  if (asked === undefined) return
  cancelStudy()
  const { key, source: { text, file, option }, inputs } = asked
  const { kind } = question
  const own = new Worker(new URL('../study/study-worker.ts', import.meta.url), { type: 'module' })
  worker = own
  const left = createTimeLeft(performance.now())
  useStudy.setState(before => ({ working: kind, done: 0, of: 0, problems: { ...before.problems, [kind]: '' } }))
  noteWork({ id: WORK, what: STUDY_LABELS[kind], share: null, leftMs: null, cancel: cancelStudy })
  own.addEventListener('message', ({ data }: MessageEvent<StudyMessage>) => {
    if (worker !== own) return
    take(data, question, key)
    if (data.kind !== 'progress' || data.of === 0) return
    const share = data.done / data.of
    noteWork({ id: WORK, what: STUDY_LABELS[kind], share, leftMs: left.note(share, performance.now()), cancel: cancelStudy })
  })
  own.addEventListener('error', ({ message }) => {
    if (worker === own) take({ kind: 'problem', message: message === '' ? 'the worker did not load' : message }, question, key)
  })
  own.postMessage({ ground: { text, file, option, inputs }, question })
}
