import path from 'node:path'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { TrayCommand, TrayItem, TrayModel } from '../../src/state/tray-model'

/** Draws a tray model. It decides nothing: what a click does is the model's command, carried out by `onCommand`. */
export interface TrayView {
  readonly draw: (model: TrayModel) => void
  readonly destroy: () => void
}

export function createTray(iconDirectory: string, onCommand: (command: TrayCommand) => void): TrayView {
  let tray: Tray | null = null
  let drawn = ''

  const icon = (name: TrayModel['icon']): Electron.NativeImage => {
    const image = nativeImage.createFromPath(path.join(iconDirectory, `${name}.png`))
    image.setTemplateImage(true)
    return image
  }

  return {
    draw: (model) => {
      // Linux rebuilds the whole menu over D-Bus each time, which would close one that is open.
      const next = JSON.stringify(model)
      if (next === drawn) return
      drawn = next
      if (tray === null) {
        tray = new Tray(icon(model.icon))
        tray.on('click', () => {
          onCommand({ type: 'open', view: 'overview' })
        })
      } else {
        tray.setImage(icon(model.icon))
      }
      tray.setToolTip(model.tooltip)
      tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => entry(item, onCommand))))
    },
    destroy: () => {
      tray?.destroy()
      tray = null
    },
  }
}

function entry(item: TrayItem, onCommand: (command: TrayCommand) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' }
    case 'line':
      return { id: item.id, label: shown(item.label), enabled: false }
    case 'action':
      return { id: item.id, label: shown(item.label), click: () => { onCommand(item.command) } }
    case 'switch':
      return { id: item.id, label: shown(item.label), type: 'checkbox', checked: item.checked, click: () => { onCommand(item.command) } }
    case 'menu':
      return { id: item.id, label: shown(item.label), submenu: item.items.map((child) => entry(child, onCommand)) }
  }
}

/** A single `&` would vanish and underline the next letter. */
function shown(label: string): string {
  return label.replaceAll('&', '&&')
}
