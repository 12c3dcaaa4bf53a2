import type { TrayIcon } from '../../src/state/tray-model'

/**
 * The picture for a state, in the form that this system draws best: macOS colours a template by its name, Windows takes the size
 * it needs out of an icon file for a light or a dark taskbar, and Linux finds the `@2x` beside the PNG itself.
 */
export function trayIconFile(platform: NodeJS.Platform, icon: TrayIcon, panel: 'light' | 'dark'): string {
  if (platform === 'darwin') return `${icon}Template.png`
  if (platform === 'win32') return `${icon}-${panel}.ico`
  return `${icon}.png`
}
