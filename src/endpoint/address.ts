import { createHash } from 'node:crypto'
import { posix, win32 } from 'node:path'
import type { Host } from '../host/host'

/*
 * Where the application and the relay meet. The relay imports this file: Node built-ins only, no package.
 *
 * Everything lives under `~/.vitrine` and not in the system's directory for application data: clients that were
 * installed as a package see a virtualised copy of that one on Windows, and so do the programs they start.
 */

/** What the application offers at this moment, as it stands in the endpoint file. */
export interface EndpointFile {
  readonly version: 1
  /** Path of a local socket, or name of a Windows pipe. */
  readonly address: string
  /** 32 bytes, base64url; new at each start of the application. */
  readonly runKey: string
  readonly pid: number
}

export interface EndpointAddress {
  readonly kind: 'socket' | 'pipe'
  readonly address: string
  /** The directory of a socket, to be made with mode 0700; absent for a pipe. */
  readonly directory?: string
  /** True when the directory was chosen for this start alone and goes away with it. */
  readonly directoryIsOwn?: true
}

export interface VitrinePaths {
  /** `~/.vitrine`. */
  readonly base: string
  /** What exists while the application runs. */
  readonly runDir: string
  readonly endpointFile: string
  /** What a relay may answer while the application does not run: see announcement.ts. */
  readonly announcementFile: string
  /** How a relay may start the application: see app-file.ts. */
  readonly appFile: string
  /** Exists from the moment the user quit Vitrine until its next start: a relay then starts nothing. */
  readonly quitMarker: string
  /** Made by the relay that starts the application, so that two relays start it once. */
  readonly wakeLock: string
  /** Key files of the clients, one each. */
  readonly clientsDir: string
}

type Machine = Pick<Host, 'platform' | 'homeDir'>

/** The address of a socket must fit into `sun_path`: 108 bytes on Linux, 104 on macOS, a closing zero among them. */
const longestSocketPath = { linux: 107, darwin: 103 } as const
const clientIdPattern = /^[a-z0-9][a-z0-9_-]{0,63}$/
const socketNamePattern = /^vitrine-[0-9a-f]{8}\.sock$/

/** Paths that the application and the relay agree on. */
export function vitrinePaths({ platform, homeDir }: Machine): VitrinePaths {
  const { join } = platform === 'win32' ? win32 : posix
  const base = join(homeDir, '.vitrine')
  const runDir = join(base, 'run')
  return {
    base,
    runDir,
    endpointFile: join(runDir, 'endpoint.json'),
    announcementFile: join(runDir, 'announcement.json'),
    appFile: join(base, 'app.json'),
    quitMarker: join(base, 'quit'),
    wakeLock: join(base, 'wake.lock'),
    clientsDir: join(base, 'clients'),
  }
}

/** Whether a text can name a client: it becomes part of a file's name. */
export function isClientId(text: string): boolean {
  return clientIdPattern.test(text)
}

/** The file with a client's key. Throws a RangeError for a name that is no client id. */
export function clientKeyFile(machine: Machine, clientId: string): string {
  if (!isClientId(clientId)) throw new RangeError('A client id consists of lower-case letters, digits, - and _.')
  const { join } = machine.platform === 'win32' ? win32 : posix
  return join(vitrinePaths(machine).clientsDir, `${clientId}.key`)
}

/** Whether a file of the run directory may be the socket of an earlier start. */
export function isSocketName(name: string): boolean {
  return socketNamePattern.test(name)
}

/**
 * A new address for one start of the application.
 *
 * A socket lives in the run directory, or, when that path is too long for a socket, in a directory of its own under the
 * directory for temporary files: its name is random, so nobody can have prepared it, and making it must fail when it
 * exists. A Windows pipe has no directory: its name is random, Windows lets only its owner write to it, and a pipe that
 * somebody else opened under that name cannot answer the challenge of the handshake.
 *
 * Throws a RangeError when even the temporary directory's path is too long.
 */
export function endpointAddress(host: Pick<Host, 'platform' | 'homeDir' | 'tempDir' | 'randomBytes'>): EndpointAddress {
  const random = host.randomBytes(4).toString('hex')
  if (host.platform === 'win32') {
    const user = createHash('sha256').update(host.homeDir.toLowerCase()).digest('hex').slice(0, 12)
    const suffix = host.randomBytes(16).toString('hex')
    return { kind: 'pipe', address: `\\\\.\\pipe\\vitrine-${user}-${suffix}` }
  }
  const fits = (path: string): boolean => Buffer.byteLength(path) <= longestSocketPath[host.platform === 'darwin' ? 'darwin' : 'linux']
  const { runDir } = vitrinePaths(host)
  const usual = posix.join(runDir, `vitrine-${random}.sock`)
  if (fits(usual)) return { kind: 'socket', address: usual, directory: runDir }
  const directory = posix.join(host.tempDir, `vitrine-${random}`)
  const address = posix.join(directory, 'app.sock')
  if (!fits(address)) throw new RangeError('The paths of the home directory and of the temporary directory are too long for a socket.')
  return { kind: 'socket', address, directory, directoryIsOwn: true }
}

/** Reads the text of an endpoint file. Null for anything that the application did not write as a whole. */
export function parseEndpointFile(text: string): EndpointFile | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { version, address, runKey, pid } = value as Partial<Record<keyof EndpointFile, unknown>>
  if (version !== 1 || typeof address !== 'string' || address === '' || typeof runKey !== 'string' || typeof pid !== 'number') return null
  if (Buffer.from(runKey, 'base64url').length !== 32) return null
  return { version, address, runKey, pid }
}
