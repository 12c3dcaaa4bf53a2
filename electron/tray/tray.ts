import path from 'node:path'
import { Menu, nativeImage, nativeTheme, Tray, type MenuItemConstructorOptions } from 'electron'
import type { TrayCommand, TrayItem, TrayModel } from '../../src/state/tray-model'
import { trayIconFile } from './icon-file'

/** Draws a tray model. It decides nothing: what a click does is the model's command, carried out by `onCommand`. */
export interface TrayView {
  readonly draw: (model: TrayModel) => void
  readonly destroy: () => void
}

export function createTray(iconDirectory: string, onCommand: (command: TrayCommand) => void): TrayView {
  let tray: Tray | null = null
  let drawn = ''
  let shown: TrayModel['icon'] = 'disconnected'

  const icon = (): Electron.NativeImage => nativeImage.createFromPath(path.join(iconDirectory, trayIconFile(process.platform, shown, panelTone())))
  const onThemeChanged = (): void => tray?.setImage(icon())
  nativeTheme.on('updated', onThemeChanged)

  return {
    draw: (model) => {
      // Linux rebuilds the whole menu over D-Bus each time, which would close one that is open.
      const next = JSON.stringify(model)
      if (next === drawn) return
      drawn = next
      shown = model.icon
      if (tray === null) {
        tray = new Tray(icon())
        tray.on('click', () => {
          onCommand({ type: 'open', view: 'overview' })
        })
      } else {
        tray.setImage(icon())
      }
      tray.setToolTip(model.tooltip)
      tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => entry(item, onCommand))))
    },
    destroy: () => {
      nativeTheme.removeListener('updated', onThemeChanged)
      tray?.destroy()
      tray = null
    },
  }
}

/** Windows may have a dark taskbar under light windows. An older Electron knows one answer for both. */
function panelTone(): 'light' | 'dark' {
  const { shouldUseDarkColorsForSystemIntegratedUI: dark = nativeTheme.shouldUseDarkColors }: Partial<Electron.NativeTheme> = nativeTheme
  return dark ? 'dark' : 'light'
}

function entry(item: TrayItem, onCommand: (command: TrayCommand) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' }
    case 'line':
      return { id: item.id, label: escaped(item.label), enabled: false }
    case 'action':
      return { id: item.id, label: escaped(item.label), click: () => { onCommand(item.command) } }
    case 'switch':
      return { id: item.id, label: escaped(item.label), type: 'checkbox', checked: item.checked, click: () => { onCommand(item.command) } }
    case 'menu':
      return { id: item.id, label: escaped(item.label), submenu: item.items.map((child) => entry(child, onCommand)) }
  }
}

/** A single `&` would vanish and underline the next letter. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&')
}
