import { useDocument } from '../state/document.ts'

/** Name of an option; the scenario without one is called as written. */
export function useOptionLabel(option: string | null | undefined): string {
  const options = useDocument(document => document.options)
  return options.find(({ id }) => id === option)?.label ?? 'As written'
}
