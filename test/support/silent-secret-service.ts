import { spawn } from 'node:child_process'
import { sessionBus, type MessageBus } from 'dbus-next'

/*
 * A program that owns the name of the secret service and never answers, as one does while its password prompt is open.
 * Runs the program given in its arguments meanwhile and ends with it.
 */
const bus: MessageBus = sessionBus()
// Saying that a message was dealt with, without an answer.
Reflect.apply(Reflect.get(bus, 'addMethodHandler') as (handler: () => boolean) => void, bus, [() => true])

async function main(): Promise<void> {
  await bus.requestName('org.freedesktop.secrets', 0)
  const [command = '', ...args] = process.argv.slice(2)
  const child = spawn(command, args, { stdio: 'inherit' })
  child.once('exit', (code, signal) => process.exit(signal === 'SIGKILL' ? 137 : (code ?? 1)))
}

void main()
