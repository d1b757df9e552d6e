import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface Props extends ComponentProps<'button'> {
  readonly icon?: IconName
  /** Shown as text, or only told to screen readers and as a tip when the button is an icon. */
  readonly label: string
  readonly iconOnly?: boolean
  readonly pressed?: boolean
}

export function Button({ icon, label, iconOnly = false, pressed, className = '', ...rest }: Props): React.ReactNode {
  return (
    <button type="button" className={`button ${iconOnly ? 'icon-only' : ''} ${className}`} aria-label={iconOnly ? label : undefined} title={iconOnly ? label : undefined} aria-pressed={pressed} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {iconOnly ? null : <span>{label}</span>}
    </button>
  )
}
