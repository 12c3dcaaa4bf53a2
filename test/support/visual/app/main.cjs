'use strict'
// A bare window for pictures, tall enough for whole views. What could make one page look different on two machines is switched off.
const { app, BrowserWindow } = require('electron')

const switches = ['disable-gpu', 'disable-lcd-text', 'disable-font-subpixel-positioning']
for (const name of switches) app.commandLine.appendSwitch(name)
app.commandLine.appendSwitch('force-device-scale-factor', '1')
app.commandLine.appendSwitch('force-color-profile', 'srgb')

void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 900, height: 1100, useContentSize: true, frame: false, webPreferences: { backgroundThrottling: false } })
  await window.loadURL('about:blank')
})
