import dbus from 'dbus-next'
import { busCall, busProperty } from './bus-call'
import type { Desktop } from './desktop'

/** One item of the keychain as anybody may list it: never its secret. */
export interface KeychainItem {
  readonly service: string
  readonly account: string
}

/** Lists the items of a test desktop's keychain, in order of service and account. */
export async function keychainItems(desktop: Pick<Desktop, 'env'>): Promise<KeychainItem[]> {
  const bus = dbus.sessionBus({ busAddress: desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' })
  const destination = 'org.freedesktop.secrets'
  try {
    const [unlocked, locked] = await busCall(bus, {
      destination,
      path: '/org/freedesktop/secrets',
      interface: 'org.freedesktop.Secret.Service',
      member: 'SearchItems',
      signature: 'a{ss}',
      body: [{}],
    })
    const found = await Promise.all(
      [...(unlocked as string[]), ...(locked as string[])].map(async (path) => {
        const of = { destination, path, interface: 'org.freedesktop.Secret.Item', name: 'Attributes' }
        const attributes = (await busProperty(bus, of).catch(whenReplaced)) as Record<string, string> | null
        return attributes === null ? null : { service: attributes['service'] ?? '', account: attributes['account'] ?? '' }
      }),
    )
    // An item that was replaced while they were listed stands under another path now.
    if (found.includes(null)) return await keychainItems(desktop)
    const items = found.filter((item) => item !== null)
    return items.sort((a, b) => a.service.localeCompare(b.service) || a.account.localeCompare(b.account))
  } finally {
    bus.disconnect()
  }
}

function whenReplaced(error: unknown): null {
  if (error instanceof Error && error.message.startsWith('Object does not exist')) return null
  throw error
}

/**
 * Locks a test desktop's keychain, as a session does whose owner has not typed the password yet. Nobody is there to
 * ask for it, so whoever needs an item is refused.
 */
export async function lockKeychain(desktop: Pick<Desktop, 'env'>): Promise<void> {
  const bus = dbus.sessionBus({ busAddress: desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' })
  const service = { destination: 'org.freedesktop.secrets', path: '/org/freedesktop/secrets', interface: 'org.freedesktop.Secret.Service' }
  try {
    const collections = await busProperty(bus, { ...service, name: 'Collections' })
    await busCall(bus, { ...service, member: 'Lock', signature: 'ao', body: [collections] })
  } finally {
    bus.disconnect()
  }
}
