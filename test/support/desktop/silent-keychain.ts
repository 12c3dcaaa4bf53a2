import dbus, { type MessageBus } from 'dbus-next'
import type { Desktop } from './desktop'

/** Stands in the place of the keychain and never answers, as one does while its password prompt is open. */
export interface SilentKeychain {
  /** Resolves when somebody has asked it for something. */
  readonly asked: Promise<void>
  readonly stop: () => void
}

/** For a desktop whose own keychain is `absent`. */
export async function startSilentKeychain(desktop: Pick<Desktop, 'env'>): Promise<SilentKeychain> {
  const bus: MessageBus = dbus.sessionBus({ busAddress: desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' })
  let tell: () => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    tell = resolve
  })
  // Saying that a message was dealt with, without an answer.
  bus.addMethodHandler(() => {
    tell()
    return true
  })
  await bus.requestName('org.freedesktop.secrets', 0)
  return { asked, stop: () => { bus.disconnect() } }
}
