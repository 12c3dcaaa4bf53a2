import { unwrapped } from './bus-call'

/** One entry of a tray's menu, as a panel would draw it. */
export interface TrayMenuItem {
  readonly id: number
  readonly kind: 'item' | 'separator'
  readonly label: string
  readonly enabled: boolean
  /** Undefined where the entry is no check mark. */
  readonly checked: boolean | undefined
  readonly submenu: readonly TrayMenuItem[]
}

/** Reads a layout node `(ia{sv}av)` of com.canonical.dbusmenu and the visible entries below it. */
export function trayMenuItem(node: unknown): TrayMenuItem {
  const [id, properties, children] = node as [number, Record<string, unknown>, unknown[]]
  const property = (name: string): unknown => unwrapped(properties[name])
  const state = property('toggle-state')
  return {
    id,
    kind: property('type') === 'separator' ? 'separator' : 'item',
    label: withoutMnemonic(String(property('label') ?? '')),
    enabled: property('enabled') !== false,
    checked: property('toggle-type') ? state === 1 : undefined,
    submenu: children
      .map(unwrapped)
      .filter((child) => unwrapped((child as [number, Record<string, unknown>])[1]['visible']) !== false)
      .map(trayMenuItem),
  }
}

/** The entry with this label, at any depth. */
export function findMenuItem(items: readonly TrayMenuItem[], label: string): TrayMenuItem | undefined {
  for (const item of items) {
    const found = item.label === label ? item : findMenuItem(item.submenu, label)
    if (found) return found
  }
  return undefined
}

/** The labels at the top of a menu, separators as `—`. */
export function menuLabels(items: readonly TrayMenuItem[]): string[] {
  return items.map(({ kind, label }) => (kind === 'separator' ? '—' : label))
}

/** An underscore marks the letter to press; two of them are a real one. */
function withoutMnemonic(label: string): string {
  return label.replace(/__|_/g, (found) => (found === '__' ? '_' : ''))
}
