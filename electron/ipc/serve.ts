import { ipcMain, type BrowserWindow } from 'electron'
import { channelOf, REQUEST_NAMES } from '../../src/contract/channels'
import { requests, type ArgsOf, type Notifications, type RequestName, type ResultOf } from '../../src/contract/requests'
import { mayAsk } from '../security/sender'

/** One handler a request; the compiler refuses a missing or surplus one. */
export type Handlers = { readonly [Name in RequestName]: (args: ArgsOf<Name>) => Promise<ResultOf<Name>> }

/**
 * Serves the contract. Each call is answered only to the main frame of our own page, and its arguments are checked before
 * the handler sees them. What a handler throws stays here: the page gets a fixed sentence.
 */
export function serveRequests(handlers: Handlers, onFailure: (request: RequestName, error: unknown) => void): void {
  for (const name of REQUEST_NAMES) serveRequest(name, handlers[name], onFailure)
}

function serveRequest<Name extends RequestName>(
  name: Name,
  handle: Handlers[Name],
  onFailure: (request: RequestName, error: unknown) => void,
): void {
  ipcMain.handle(channelOf(name), async (event, args: unknown) => {
    if (!mayAsk(event.senderFrame)) throw new Error('This page may not ask.')
    const checked = requests[name].args.safeParse(args)
    // Neither the arguments nor what is wrong with them is repeated: a draft holds a key.
    if (!checked.success) throw new Error(`The arguments of ${name} are not valid.`)
    try {
      return await handle(checked.data as ArgsOf<Name>)
    } catch (error) {
      onFailure(name, error)
      throw new Error('Something went wrong inside Vitrine.')
    }
  })
}

/** Tells the window something, if there is one to tell. */
export function notify<Name extends keyof Notifications>(window: BrowserWindow | null, name: Name, value: Notifications[Name]): void {
  if (window === null || window.isDestroyed()) return
  window.webContents.send(channelOf(name), value)
}
