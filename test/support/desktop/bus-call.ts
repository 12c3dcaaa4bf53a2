import { Message, type MessageBus, Variant } from 'dbus-next'

/** A method of an object on the bus. */
export interface BusMethod {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  readonly body?: readonly unknown[]
}

/** Calls a method by a raw message, because the objects we meet do not all answer introspection. Answers the body. */
export async function busCall(bus: MessageBus, { signature = '', body = [], ...method }: BusMethod): Promise<unknown[]> {
  const reply = await bus.call(new Message({ ...method, signature, body: [...body] }))
  return reply?.body ?? []
}

/** Reads one property of an object, without its D-Bus wrapping. */
export async function busProperty(
  bus: MessageBus,
  { destination, path, interface: owner, name }: { destination: string; path: string; interface: string; name: string },
): Promise<unknown> {
  const body = await busCall(bus, {
    destination,
    path,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: [owner, name],
  })
  return unwrapped(body[0])
}

/** The value inside a D-Bus variant, or the value itself. */
export function unwrapped(value: unknown): unknown {
  return value instanceof Variant ? value.value : value
}
