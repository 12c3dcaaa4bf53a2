import { chmod, lstat, mkdir, readdir, readFile, rm, rmdir, unlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { posix } from 'node:path'
import { atomicWrite } from '../files/atomic-write'
import { orNullWhenMissing } from '../files/file-steps'
import type { Host } from '../host/host'
import { isSocketName, parseEndpointFile, vitrinePaths, type EndpointAddress, type EndpointFile } from './address'

/* What a start leaves in the run directory, and how it is taken away: at the stop, or by the next start after a kill. */

type Machine = Pick<Host, 'platform' | 'homeDir' | 'tempDir'>

const ownerOnly = 0o700
const ownSocketDirectory = /^vitrine-[0-9a-f]{8}$/

/** Makes `~/.vitrine` and the run directory, for the owner alone also when they exist with wider permissions. */
export async function prepareRunDirectory(machine: Machine): Promise<void> {
  const { base, runDir } = vitrinePaths(machine)
  for (const directory of [base, runDir]) {
    await mkdir(directory, { recursive: true, mode: ownerOnly })
    if (machine.platform !== 'win32') await chmod(directory, ownerOnly)
  }
}

/** Makes the directory of a socket. One that was chosen for this start alone must not exist yet. */
export async function prepareSocketDirectory(address: EndpointAddress): Promise<void> {
  if (address.directoryIsOwn && address.directory !== undefined) await mkdir(address.directory, { mode: ownerOnly })
}

/**
 * Removes sockets of starts that were killed: ours, and sockets, and nobody listens on them. Anything else stays, among
 * it the socket of another Vitrine that runs in the same home.
 */
export async function removeAbandonedSockets(machine: Machine): Promise<void> {
  if (machine.platform === 'win32') return
  const { runDir, endpointFile } = vitrinePaths(machine)
  for (const name of await readdir(runDir)) {
    if (isSocketName(name)) await removeWhenAbandoned(posix.join(runDir, name))
  }
  const last = parseEndpointFile((await orNullWhenMissing(() => readFile(endpointFile, 'utf8'))) ?? '')
  if (last === null) return
  const directory = posix.dirname(last.address)
  if (posix.dirname(directory) !== machine.tempDir || !ownSocketDirectory.test(posix.basename(directory))) return
  if (await removeWhenAbandoned(last.address)) await rmdir(directory).catch(() => undefined)
}

async function removeWhenAbandoned(path: string): Promise<boolean> {
  const found = await orNullWhenMissing(() => lstat(path))
  if (found === null || !found.isSocket() || found.uid !== process.getuid?.() || (await isListening(path))) return false
  await unlink(path).catch(() => undefined)
  return true
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}

/** Tells the relays of this user where the application listens and how to prove it to each other. */
export async function writeEndpointFile(machine: Machine, content: EndpointFile): Promise<void> {
  await atomicWrite(vitrinePaths(machine).endpointFile, `${JSON.stringify(content)}\n`, { mode: 0o600 })
}

/** Takes away what a start left. An endpoint file of a later start stays. */
export async function removeRunFiles(machine: Machine, address: EndpointAddress): Promise<void> {
  const { endpointFile } = vitrinePaths(machine)
  const current = parseEndpointFile((await orNullWhenMissing(() => readFile(endpointFile, 'utf8'))) ?? '')
  if (current?.address === address.address) await rm(endpointFile, { force: true })
  if (address.kind === 'pipe') return
  await rm(address.address, { force: true })
  if (address.directoryIsOwn && address.directory !== undefined) await rmdir(address.directory).catch(() => undefined)
}
