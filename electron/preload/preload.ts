import { contextBridge, ipcRenderer } from 'electron'
import { NOTIFICATION_NAMES, REQUEST_NAMES, channelOf } from '../../src/contract/channels'

/**
 * `window.vitrine`, derived from the contract: one method a request, and `on` for the notifications it names. Nothing
 * else of Electron reaches the page, and no channel can be named that the contract does not have.
 */
const methods = Object.fromEntries(
  REQUEST_NAMES.map((name) => [name, (args: unknown) => ipcRenderer.invoke(channelOf(name), args)]),
)

function on(name: (typeof NOTIFICATION_NAMES)[number], listener: (value: unknown) => void): () => void {
  if (!NOTIFICATION_NAMES.includes(name)) throw new TypeError('There is no such notification.')
  const forward = (_event: unknown, value: unknown): void => {
    listener(value)
  }
  const channel = channelOf(name)
  ipcRenderer.on(channel, forward)
  return () => {
    ipcRenderer.removeListener(channel, forward)
  }
}

contextBridge.exposeInMainWorld('vitrine', { ...methods, on })
