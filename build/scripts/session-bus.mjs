import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import dbus from 'dbus-next'
import { spawnBound } from './child-process.mjs'

const secretsName = 'org.freedesktop.secrets'

/**
 * The usual session bus, except that it starts no services by itself: a secret service started on demand would be a
 * second keychain beside ours, locked and in the user's home.
 */
const busConfiguration = (directory) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${directory}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/**
 * Starts a D-Bus session bus of our own, which starts no services by itself.
 *
 * @param {Readonly<Record<string, string | undefined>>} env of the bus
 * @param {string} directory for its configuration; made when absent
 * @returns {Promise<{ env: { DBUS_SESSION_BUS_ADDRESS: string }, stop: () => Promise<void> }>}
 */
export async function startSessionBus(env, directory) {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const configuration = join(directory, 'session-bus.conf')
  await writeFile(configuration, busConfiguration(directory))
  return new Promise((resolve, reject) => {
    const args = [`--config-file=${configuration}`, '--nofork', '--print-address']
    const child = spawnBound('dbus-daemon', args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise((done) => child.once('close', done))
    let address = ''
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (complaint += text))
    child.once('error', reject)
    void ended.then((code) => reject(new Error(`dbus-daemon ended with ${code}: ${complaint.trim()}`)))
    child.stdout.setEncoding('utf8').on('data', (text) => {
      address += text
      if (!address.endsWith('\n')) return
      const stop = async () => {
        child.kill()
        await ended
      }
      resolve({ env: { DBUS_SESSION_BUS_ADDRESS: address.trim() }, stop })
    })
  })
}

/**
 * Starts a secret service on a session bus of our own: gnome-keyring with an unlocked, empty keyring that lives in
 * `directory` under a password nobody knows, so nothing in it outlives this session.
 *
 * @param {Readonly<Record<string, string | undefined>>} env holds the address of the bus
 * @param {string} directory for the keyring's files and sockets; made when absent
 * @returns {Promise<{ stop: () => Promise<void> }>} ready to be asked
 */
export async function startKeyring(env, directory) {
  const bus = dbus.sessionBus({ busAddress: env.DBUS_SESSION_BUS_ADDRESS })
  const keyringEnv = { ...env, XDG_DATA_HOME: join(directory, 'data'), XDG_RUNTIME_DIR: join(directory, 'runtime') }
  for (const path of [keyringEnv.XDG_DATA_HOME, keyringEnv.XDG_RUNTIME_DIR]) await mkdir(path, { recursive: true, mode: 0o700 })
  try {
    const owned = nameOwned(bus, secretsName)
    await owned.watching
    const args = ['--foreground', '--unlock', '--components=secrets']
    const child = spawnBound('gnome-keyring-daemon', args, { env: keyringEnv, stdio: ['pipe', 'ignore', 'pipe'] })
    const ended = new Promise((done) => child.once('close', done))
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (complaint += text))
    const failed = new Promise((_, reject) => {
      child.once('error', reject)
      void ended.then((code) => reject(new Error(`gnome-keyring-daemon ended with ${code}: ${complaint.trim()}`)))
    })
    failed.catch(() => undefined) // it ends in stop() as well, when nobody listens any more
    child.stdin.end(randomBytes(24).toString('base64url'))
    await Promise.race([owned.happened, failed])
    const stop = async () => {
      child.kill()
      await ended
    }
    return { stop }
  } finally {
    bus.disconnect()
  }
}

/** `watching` resolves when the subscription stands, `happened` when somebody has taken the name. */
function nameOwned(bus, name) {
  const busCall = (member, signature, body) =>
    bus.call(
      new dbus.Message({
        destination: 'org.freedesktop.DBus',
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member,
        signature,
        body,
      }),
    )
  const happened = new Promise((resolve) => {
    bus.on('message', (message) => {
      if (message.member === 'NameOwnerChanged' && message.body[0] === name && message.body[2] !== '') resolve()
    })
  })
  const rule = `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${name}'`
  return { watching: busCall('AddMatch', 's', [rule]), happened }
}
