/** Texts of the scenarios that the document may extend, by path from its own folder: opened together with it, or dropped afterwards. */
import { create } from 'zustand'

export type Bases = Readonly<Record<string, string>>

export const useBases = create<{ readonly files: Bases }>(() => ({ files: {} }))

export const takeBases = (files: Bases): void => useBases.setState({ files })
