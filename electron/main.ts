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
  app.enableSandbox()
  declareAppScheme()
  guardNavigation()
  void app.whenReady().then(() => launch(host, profilePaths()))
} else {
  app.quit()
}
