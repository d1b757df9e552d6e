import { ToggleGroup } from 'radix-ui'

interface Props<Id extends string> {
  readonly label: string
  readonly value: Id
  readonly choices: readonly { readonly id: Id; readonly label: string }[]
  readonly onChange: (id: Id) => void
}

/** One of a few, all in sight. */
export function Segments<Id extends string>({ label, value, choices, onChange }: Props<Id>): React.ReactNode {
  const take = (id: string): void => {
    const choice = choices.find(candidate => candidate.id === id)
    if (choice !== undefined) onChange(choice.id)
  }
  return (
    <ToggleGroup.Root type="single" className="segments" aria-label={label} value={value} onValueChange={take}>
      {choices.map(choice => (
        <ToggleGroup.Item key={choice.id} value={choice.id} className="segment">
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
