'use strict'
// The smallest application with a tray, a window and the keychain: what the desktop support is proved against.
const { app, BrowserWindow, Menu, nativeImage, Tray } = require('electron')
const keytar = require('keytar')

const square = (red) => {
  const pixels = Buffer.alloc(22 * 22 * 4)
  for (let at = 0; at < pixels.length; at += 4) pixels.set([0, 0, red ? 255 : 0, 255], at)
  return nativeImage.createFromBitmap(pixels, { width: 22, height: 22 })
}

let tray
let connected = false

function draw() {
  tray.setImage(square(connected))
  tray.setToolTip(connected ? 'Connected' : 'Disconnected')
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: connected ? 'It is on' : 'It is off', enabled: false },
      { label: connected ? 'Disconnect' : 'Connect', click: toggle },
      { type: 'separator' },
      { label: 'Start at login', type: 'checkbox', checked: connected },
      { label: 'Connections', submenu: [{ label: 'R&&D_team', type: 'radio', checked: true }] },
      { label: 'Quit', click: () => app.quit() },
    ]),
  )
}

async function toggle() {
  connected = !connected
  if (connected) await keytar.setPassword('fixture', 'connection:one', 'a secret')
  else await keytar.deletePassword('fixture', 'connection:one')
  draw()
}

globalThis.readSecret = () => keytar.getPassword('fixture', 'connection:one')

void app.whenReady().then(async () => {
  tray = new Tray(square(false))
  draw()
  const window = new BrowserWindow({ width: 400, height: 300 })
  await window.loadURL('data:text/html,<title>Fixture</title><h1>Hello</h1>')
})
app.on('window-all-closed', () => undefined)
