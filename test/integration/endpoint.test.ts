import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseEndpointFile, type EndpointFile } from '../../src/endpoint/address'
import { relayHandshake } from '../../src/endpoint/handshake'
import { startEndpoint, type Endpoint, type EndpointOptions, type EndpointSession } from '../../src/endpoint/server'
import { makeTestMachine, type TestMachine } from '../support/relay/test-machine'

let machine: TestMachine
let afterwards: (() => unknown)[]
let log: string[]
let sessions: EndpointSession[]
let asked: string[]

beforeEach(async () => {
  machine = await makeTestMachine()
  afterwards = []
  log = []
  sessions = []
  asked = []
})
afterEach(async () => {
  for (const undo of afterwards.reverse()) await undo()
  await machine.remove()
})

async function start(options: Partial<EndpointOptions> = {}): Promise<Endpoint> {
  const endpoint = await startEndpoint({
    host: machine.host,
    authorize: (clientId, key) => {
      asked.push(clientId)
      return Promise.resolve(key === 'right' ? { ok: true, keyHash: '' } : { ok: false, code: 'wrong_key', message: 'No.' })
    },
    onSession: (session) => {
      sessions.push(session)
      session.transport.onmessage = (message) => void session.transport.send(message)
      void session.transport.start()
    },
    log: (message) => void log.push(message),
    ...options,
  })
  afterwards.push(() => endpoint.close())
  return endpoint
}

async function endpointFile(): Promise<EndpointFile> {
  const file = parseEndpointFile(await readFile(machine.paths.endpointFile, 'utf8'))
  if (file === null) throw new Error('The endpoint file cannot be read.')
  return file
}

async function open(address: string): Promise<Socket> {
  const socket = connect(address)
  afterwards.push(() => socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** What comes next on a socket: a line, or null when it is closed. */
function nextLine(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once('data', (piece) => resolve(piece.toString().trimEnd()))
    socket.once('close', () => resolve(null))
  })
}

/** Leads the handshake as the relay does; keeps the lines that were sent. */
async function enter(key = 'right', sent: string[] = []): Promise<{ socket: Socket; answer: string | null }> {
  const { address, runKey } = await endpointFile()
  const socket = await open(address)
  const handshake = relayHandshake({ runKey: Buffer.from(runKey, 'base64url'), nonce: randomBytes(32), clientId: 'claude', key })
  sent.push(handshake.hello)
  socket.write(handshake.hello)
  const step = handshake.next((await nextLine(socket)) ?? '')
  if (step.kind !== 'send') throw new Error(step.kind)
  sent.push(step.line)
  socket.write(step.line)
  return { socket, answer: await nextLine(socket) }
}

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)

describe('the files of an endpoint', () => {
  test('are for their owner alone, also where wider directories stood', async () => {
    await mkdir(machine.paths.runDir, { recursive: true })
    await chmod(machine.paths.base, 0o755)
    await chmod(machine.paths.runDir, 0o777)
    const { address } = await start()
    expect(await modeOf(machine.paths.base)).toBe('700')
    expect(await modeOf(machine.paths.runDir)).toBe('700')
    expect(await modeOf(machine.paths.endpointFile)).toBe('600')
    expect(await modeOf(address)).toBe('600')
  })

  test('name the address, a key of this start and the process', async () => {
    const first = await start()
    const before = await endpointFile()
    expect(before).toMatchObject({ version: 1, address: first.address, pid: process.pid })
    await first.close()
    await start()
    expect((await endpointFile()).runKey).not.toBe(before.runKey)
  })

  test('are gone after the end', async () => {
    const endpoint = await start()
    await endpoint.close()
    expect(await readdir(machine.paths.runDir)).toEqual([])
  })

  test('stay when they belong to a later start', async () => {
    const first = await start()
    const second = await start()
    await first.close()
    expect((await endpointFile()).address).toBe(second.address)
    expect((await enter()).answer).toBe('{"ok":true}')
  })

  test('of a killed start are removed by the next one, and nothing else is', async () => {
    await mkdir(machine.paths.runDir, { recursive: true })
    const inRunDir = (name: string): string => join(machine.paths.runDir, name)
    await abandonSocket(inRunDir('vitrine-0123abcd.sock'))
    await abandonSocket(inRunDir('somebody-elses.sock'))
    await writeFile(inRunDir('vitrine-11111111.sock'), 'no socket')
    await symlink(inRunDir('somebody-elses.sock'), inRunDir('vitrine-22222222.sock'))
    const alive = createServer().listen(inRunDir('vitrine-33333333.sock'))
    await once(alive, 'listening')
    afterwards.push(() => alive.close())

    const { address } = await start()
    expect((await readdir(machine.paths.runDir)).sort()).toEqual(
      ['endpoint.json', 'somebody-elses.sock', address.slice(machine.paths.runDir.length + 1), 'vitrine-11111111.sock', 'vitrine-22222222.sock', 'vitrine-33333333.sock'].sort(),
    )
  })

  test('go into a directory of their own when the path is too long for a socket, and are removed from there too', async () => {
    const homeDir = join(machine.host.homeDir, 'x'.repeat(100))
    await mkdir(homeDir)
    const host = { ...machine.host, homeDir }
    const endpoint = await start({ host })
    expect(endpoint.address.startsWith(machine.host.tempDir)).toBe(true)
    const directory = join(endpoint.address, '..')
    expect(await modeOf(directory)).toBe('700')
    await endpoint.close()
    await expect(lstat(directory)).rejects.toThrow('ENOENT')

    // After a kill, the endpoint file tells the next start where the socket was.
    await mkdir(directory, { mode: 0o700 })
    await abandonSocket(endpoint.address)
    await writeFile(join(homeDir, '.vitrine/run/endpoint.json'), JSON.stringify({ version: 1, address: endpoint.address, runKey: 'A'.repeat(43), pid: 1 }))
    await start({ host })
    await expect(lstat(directory)).rejects.toThrow('ENOENT')
  })
})

/** A socket file that nobody listens on, as a killed process leaves it. */
async function abandonSocket(path: string): Promise<void> {
  const aside = `${path}.aside`
  const server = createServer().listen(aside)
  await once(server, 'listening')
  const { rename } = await import('node:fs/promises')
  await rename(aside, path)
  await new Promise((resolve) => server.close(resolve))
}

describe('a connection to the endpoint', () => {
  test('becomes a session after the handshake, and messages pass', async () => {
    const endpoint = await start()
    const { socket, answer } = await enter()
    expect(answer).toBe('{"ok":true}')
    socket.write('{"jsonrpc":"2.0","method":"hello"}\n')
    expect(await nextLine(socket)).toBe('{"jsonrpc":"2.0","method":"hello"}')
    expect(endpoint.sessions().map(({ clientId }) => clientId)).toEqual(['claude'])
    socket.destroy()
    await new Promise<void>((resolve) => sessions[0] && (sessions[0].transport.onclose = resolve))
    expect(endpoint.sessions()).toEqual([])
  })

  test('with a wrong client key is told why and closed', async () => {
    await start()
    const { socket, answer } = await enter('wrong')
    expect(answer).toBe('{"error":{"code":"wrong_key","message":"No."}}')
    expect(await nextLine(socket)).toBeNull()
    expect(sessions).toEqual([])
    expect(log).toEqual(['A client was refused: wrong_key.'])
  })

  test('is refused when the check of the key fails, without the reason of the failure', async () => {
    await start({ authorize: () => Promise.reject(new Error('secret detail')) })
    const { answer } = await enter()
    expect(answer).toContain('"internal"')
    expect(answer + log.join()).not.toContain('secret detail')
  })

  test('that replays a recorded handshake is closed without a word and never asked about', async () => {
    const { address } = await start()
    const sent: string[] = []
    expect((await enter('right', sent)).answer).toBe('{"ok":true}')
    const replay = await open(address)
    replay.write(sent[0] ?? '')
    expect(await nextLine(replay)).toContain('nonce')
    replay.write(sent[1] ?? '')
    expect(await nextLine(replay)).toBeNull()
    expect(asked).toEqual(['claude'])
  })

  test.each([
    ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['{"jsonrpc":"2.0","id":0,"method":"initialize"}\n'],
    ['\n'],
    ['x'.repeat(10_000)],
    [`{"vitrine":1,"nonce":"${'A'.repeat(43)}"}\n{"proof":"x"}\n`],
  ])('that begins with %j is closed without a word', async (opening) => {
    const { address } = await start()
    const socket = await open(address)
    socket.write(opening)
    expect(await nextLine(socket)).toBeNull()
    expect(log).toEqual(['A connection was dropped: untrusted.'])
  })

  test('that stops in the middle of the handshake is closed at the deadline', async () => {
    const deadlines: (() => void)[] = []
    let cancelled = 0
    const { address } = await start({
      schedule: (run, delayMs) => {
        expect(delayMs).toBe(5_000)
        deadlines.push(run)
        return () => (cancelled += 1)
      },
    })
    const socket = await open(address)
    socket.write(`{"vitrine":1,"nonce":"${'A'.repeat(43)}"}\n`)
    expect(await nextLine(socket)).toContain('proof')
    const closed = nextLine(socket)
    deadlines[0]?.()
    expect(await closed).toBeNull()
    expect(log).toEqual(['A connection was dropped: silent.'])
    await enter()
    expect(cancelled).toBe(2)
  })

  test('beyond the limit is closed, and the next one fits when another has gone', async () => {
    const endpoint = await start({ maxConnections: 2 })
    const first = await enter()
    await enter()
    const third = await open(endpoint.address)
    expect(await nextLine(third)).toBeNull()
    const gone = new Promise<void>((resolve) => sessions[0] && (sessions[0].transport.onclose = resolve))
    first.socket.destroy()
    await gone
    expect((await enter()).answer).toBe('{"ok":true}')
  })

  test('ends with the endpoint, also in the middle of a handshake', async () => {
    const endpoint = await start()
    const { socket } = await enter()
    const half = await open(endpoint.address)
    const ends = Promise.all([nextLine(socket), nextLine(half)])
    await endpoint.close()
    expect(await ends).toEqual([null, null])
  })

  test('can be ended one by one', async () => {
    await start()
    const [one, other] = [await enter(), await enter()]
    const end = nextLine(one.socket)
    sessions[0]?.close()
    expect(await end).toBeNull()
    other.socket.write('{"still":"here"}\n')
    expect(await nextLine(other.socket)).toBe('{"still":"here"}')
  })
})
