import dbus, { Message, MessageType, type MessageBus, Variant } from 'dbus-next'
import { createHash } from 'node:crypto'
import { busCall, busProperty } from './bus-call'
import type { Desktop } from './desktop'
import { findMenuItem, menuLabels, trayMenuItem, type TrayMenuItem } from './tray-menu'

const watcherName = 'org.kde.StatusNotifierWatcher'
const itemInterface = 'org.kde.StatusNotifierItem'
const menuInterface = 'com.canonical.dbusmenu'

/** What a panel would show of the tray icon. */
export interface TrayIcon {
  readonly width: number
  readonly height: number
  /** SHA-256 of the pixels: equal pictures have equal digests. */
  readonly digest: string
}

/** What the tests need of a panel: it shows one application's tray item, and clicks in its menu. */
export interface TrayHost {
  readonly toolTip: () => Promise<string>
  readonly icon: () => Promise<TrayIcon>
  readonly menu: () => Promise<readonly TrayMenuItem[]>
  /** Clicks the entry with this label, at any depth of the menu. Fails when it is absent or disabled. */
  readonly click: (label: string) => Promise<void>
  /**
   * Asks again whenever the item or its menu announces a change, until the answer is not undefined. With no answer in
   * `timeoutMs` (15 s) it fails with what the menu showed last.
   */
  readonly until: <T>(ask: () => Promise<T | undefined>, timeoutMs?: number) => Promise<T>
  readonly stop: () => void
}

/**
 * Takes the part of a panel on a test desktop's bus. Start it before the application, which looks for a panel once.
 * With several registrations the latest counts.
 */
export async function startTrayHost(desktop: Pick<Desktop, 'env'>): Promise<TrayHost> {
  const bus = dbus.sessionBus({ busAddress: desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' })
  let owner: string | undefined
  const waiting = new Set<() => void>()
  const announceChange = (): void => {
    for (const wake of [...waiting]) wake()
  }

  serveWatcher(bus, (sender) => {
    owner = sender
    announceChange()
  })
  bus.on('message', (message) => {
    if (message.type !== MessageType.SIGNAL) return
    // An application that ended takes its item with it.
    if (message.member === 'NameOwnerChanged' && message.body[0] === owner && message.body[2] === '') owner = undefined
    if (message.interface === itemInterface || message.interface === menuInterface) announceChange()
  })
  for (const interfaceName of [itemInterface, menuInterface]) {
    await busCall(bus, { ...daemon, member: 'AddMatch', signature: 's', body: [`type='signal',interface='${interfaceName}'`] })
  }
  await busCall(bus, { ...daemon, member: 'AddMatch', signature: 's', body: [`type='signal',sender='${daemon.destination}',member='NameOwnerChanged'`] })
  await bus.requestName(watcherName, 0)

  const until = async <T>(ask: () => Promise<T | undefined>, timeoutMs = 15_000): Promise<T> => {
    const deadline = AbortSignal.timeout(timeoutMs)
    for (;;) {
      // Listen before asking, or a change between the two is lost.
      const changed = new Promise<void>((resolve) => {
        waiting.add(resolve)
        deadline.addEventListener('abort', () => { resolve() })
      })
      const answer = await ask()
      if (answer !== undefined) return answer
      if (deadline.aborted) throw new Error(`The tray did not come to what was awaited in ${timeoutMs} ms. ${await lastSeen()}`)
      await changed
    }
  }
  const registeredOwner = (): Promise<string> => until(() => Promise.resolve(owner))
  const property = async (name: string): Promise<unknown> =>
    busProperty(bus, { destination: await registeredOwner(), path: '/StatusNotifierItem', interface: itemInterface, name })

  const menuAddress = async (): Promise<{ destination: string; path: string; interface: string }> => ({
    destination: await registeredOwner(),
    path: (await property('Menu')) as string,
    interface: menuInterface,
  })
  const menu = async (): Promise<readonly TrayMenuItem[]> => {
    const body = await busCall(bus, { ...(await menuAddress()), member: 'GetLayout', signature: 'iias', body: [0, -1, []] })
    return trayMenuItem(body[1]).submenu
  }
  const lastSeen = async (): Promise<string> =>
    owner === undefined ? 'No tray item was registered.' : `Its menu: ${menuLabels(await menu()).join(' | ')}`

  return {
    toolTip: async () => {
      const [, , title, text] = (await property('ToolTip')) as [string, unknown, string, string]
      return title || text
    },
    icon: async () => {
      const pixmaps = (await property('IconPixmap')) as [number, number, Buffer][]
      const [width, height, pixels] = pixmaps[0] ?? [0, 0, Buffer.alloc(0)]
      return { width, height, digest: createHash('sha256').update(pixels).digest('hex') }
    },
    menu,
    click: async (label) => {
      for (;;) {
        const item = findMenuItem(await menu(), label)
        if (!item?.enabled) throw new Error(`"${label}" cannot be clicked. ${await lastSeen()}`)
        const body = [item.id, 'clicked', new Variant('s', ''), 0]
        try {
          return void (await busCall(bus, { ...(await menuAddress()), member: 'Event', signature: 'isvu', body }))
        } catch (error) {
          // A menu that was drawn anew between the look and the click has other numbers; anything else is a failure.
          if (findMenuItem(await menu(), label)?.id === item.id) throw error
        }
      }
    },
    until,
    stop: () => { bus.disconnect() },
  }
}

const daemon = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }

/** Answers as the watcher and the host in one, which is how small panels do it. */
function serveWatcher(bus: MessageBus, onItem: (sender: string) => void): void {
  const properties: Readonly<Record<string, Variant>> = {
    IsStatusNotifierHostRegistered: new Variant('b', true),
    ProtocolVersion: new Variant('i', 0),
    RegisteredStatusNotifierItems: new Variant('as', []),
  }
  bus.addMethodHandler((message: Message): boolean => {
    if (message.path !== '/StatusNotifierWatcher') return false
    if (message.member === 'RegisterStatusNotifierItem') {
      bus.send(Message.newMethodReturn(message))
      onItem(message.sender)
      return true
    }
    const asked = message.member === 'Get' ? properties[String(message.body[1])] : undefined
    if (!asked) return false
    bus.send(Message.newMethodReturn(message, 'v', [asked]))
    return true
  })
}
