/** How the left pane shows the document: as text, as a form, or as tables. */
import { create } from 'zustand'
import type { TreePath } from '../editing/tree-edit.ts'
import { useView } from './view.ts'

export type EditorPage = 'text' | 'form' | 'table'

interface EditorPages {
  readonly page: EditorPage
  /** The section that the form shows. */
  readonly path: TreePath
  /** The key that the form should bring into sight; `at` tells two requests apart. */
  readonly wanted: { readonly key: string; readonly at: number } | null
}

export const useEditorPage = create<EditorPages>(() => ({ page: 'text', path: [], wanted: null }))

export const showPage = (page: EditorPage): void => useEditorPage.setState({ page })
export const openSection = (path: TreePath): void => useEditorPage.setState({ path })

/** A line that is asked for is a line of the text. */
export const followReveal = (): (() => void) =>
  useView.subscribe((now, before) => {
    if (now.reveal !== null && now.reveal !== before.reveal && !now.reveal.isHint) showPage('text')
  })
