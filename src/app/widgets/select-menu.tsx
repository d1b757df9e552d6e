import { getNonce } from 'get-nonce'
import { Select } from 'radix-ui'
import { Icon } from './icon.tsx'

export interface Choice {
  readonly id: string
  readonly label: string
}

interface Props {
  readonly label: string
  readonly value: string
  readonly choices: readonly Choice[]
  readonly onChange: (id: string) => void
  /** Small word before the value. */
  readonly prefix?: string
}

export function SelectMenu({ label, value, choices, onChange, prefix }: Props): React.ReactNode {
  return (
    <Select.Root value={value} onValueChange={onChange}>
      <Select.Trigger className="button select" aria-label={label}>
        {prefix === undefined ? null : <span className="quiet">{prefix}</span>}
        <span className="select-value">
          <Select.Value />
        </span>
        <Icon name="down" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Content className="menu" position="popper" sideOffset={4}>
          <Select.Viewport nonce={getNonce()}>
            {choices.map(choice => (
              <Select.Item key={choice.id} value={choice.id} className="menu-item">
                <Select.ItemText>{choice.label}</Select.ItemText>
                <Select.ItemIndicator>
                  <Icon name="check" />
                </Select.ItemIndicator>
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  )
}
