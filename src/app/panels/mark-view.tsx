/** A chart's mark tree as React elements: the same marks that a download writes as text. */
import { createElement, memo } from 'react'
import type { Mark } from '../../charts/mark.ts'

const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** `font-variant-numeric: tabular-nums` as React wants it. */
function styleOf(text: string): Record<string, string> {
  const rules = text.split(';').map(rule => rule.split(':'))
  return Object.fromEntries(rules.filter(rule => rule.length === 2).map(([name, value]) => [camel(name.trim()), value.trim()]))
}

function propertiesOf(mark: Mark, key: number): Record<string, unknown> {
  const properties: Record<string, unknown> = { key }
  for (const [name, value] of Object.entries(mark.attributes)) {
    if (name === 'class') properties.className = value
    else if (name === 'style') properties.style = styleOf(String(value))
    else properties[name.startsWith('data-') || name.startsWith('aria-') ? name : camel(name)] = value
  }
  return properties
}

function toElement(mark: Mark, key: number, hasTips: boolean): React.ReactNode {
  const children = hasTips ? mark.children : mark.children.filter(child => typeof child === 'string' || child.tag !== 'title')
  return createElement(mark.tag, propertiesOf(mark, key), ...children.map((child, index) => (typeof child === 'string' ? child : toElement(child, index, hasTips))))
}

/** `hasTips` is false where something better than the browser's own tips stands beside the marks. */
export const MarkView = memo(function MarkView({ mark, hasTips = true }: { readonly mark: Mark; readonly hasTips?: boolean }): React.ReactNode {
  return toElement(mark, 0, hasTips)
})
