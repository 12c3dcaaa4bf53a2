import { app } from 'electron'
import { nodeHost } from '../src/host/node-host'
import { profilePaths, settleIdentity } from './app/identity'
import { launch } from './app/launch'
import { onlyInstance } from './app/single-instance'
import { declareAppScheme } from './security/app-protocol'
import { guardNavigation } from './security/navigation-guard'

/** The composition root: what must happen before the app is ready, then everything else in `launch`. */

const host = nodeHost()
settleIdentity(host)

if (onlyInstance()) {
  // Started as root, Electron runs only without its sandbox, and asking for it then crashes every child. Only there.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  declareAppScheme()
  guardNavigation()
  void app.whenReady().then(() => launch(host, profilePaths()))
} else {
  app.quit()
}
