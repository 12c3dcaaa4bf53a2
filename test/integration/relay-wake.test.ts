import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markQuit, wasWoken, writeAppFile } from '../../src/endpoint/app-file'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { answerOf, initialize, setRelayStage } from '../support/relay/relay-stage'
import type { RelayProcess } from '../support/relay/relay-process'

const { machine, startApp, startRaw, afterwards } = setRelayStage()
let app: BundledScript

beforeAll(async () => {
  app = await bundledScript(join(import.meta.dirname, '..', 'support', 'relay', 'woken-app-script.ts'))
})
afterAll(() => app.remove())

/** As the application does at its start; and all that is started is ended after the test. */
async function mayStart(command: readonly string[] = [process.execPath, app.path]): Promise<void> {
  await writeAppFile({ ...machine().host, env: { DISPLAY: ':7', SECRET: 'x' } }, command)
  afterwards(async () => {
    for (const pid of await startedPids()) process.kill(pid, 'SIGKILL')
  })
}

async function startedPids(): Promise<readonly number[]> {
  const names = await readdir(machine().host.homeDir)
  return names.flatMap((name) => /^started-(\d+)$/.exec(name)?.[1] ?? []).map(Number)
}

const question = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'echo', arguments: { text: `text ${id}` } } })

async function greet(relay: RelayProcess): Promise<void> {
  relay.send(initialize())
  expect(await relay.nextMessage()).toMatchObject({ id: 0, result: { serverInfo: { name: 'small-app' } } })
  relay.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
}

/** The next answer; notices that lists have changed are passed over. */
async function answerFrom(relay: RelayProcess): Promise<Readonly<Record<string, unknown>>> {
  const message = await relay.nextMessage()
  return 'id' in message ? message : answerFrom(relay)
}

async function expectRefusal(sentence: string): Promise<void> {
  const relay = startRaw()
  relay.send(question(1))
  expect(await relay.nextMessage()).toMatchObject({ id: 1, error: { message: expect.stringContaining(sentence) as string } })
  expect(await startedPids()).toEqual([])
}

describe('a relay that finds no application', () => {
  test('starts it, answers what was asked meanwhile, and is not among its ancestors', async () => {
    await mayStart()
    const relay = startRaw()
    await greet(relay)
    relay.send(question(1))
    expect(await answerFrom(relay)).toMatchObject({ id: 1, result: answerOf('text 1') })
    const [pid, ...others] = await startedPids()
    expect(others).toEqual([])
    const { ancestors, environment } = JSON.parse(await readFile(join(machine().host.homeDir, `started-${pid}`), 'utf8')) as {
      readonly ancestors: readonly number[]
      readonly environment: Readonly<Record<string, string>>
    }
    expect(ancestors).not.toContain(relay.pid)
    expect(environment).toMatchObject({ DISPLAY: ':7', HOME: machine().host.homeDir })
    expect(environment).not.toHaveProperty('SECRET')
  })

  test('may be killed, and the application goes on', async () => {
    await mayStart()
    const first = startRaw()
    await greet(first)
    first.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    const second = startRaw()
    await greet(second)
    expect(await startedPids()).toHaveLength(1)
  })

  test('starts one application together with another relay', async () => {
    await mayStart()
    const relays = [startRaw(), startRaw()]
    await Promise.all(relays.map(greet))
    expect(await startedPids()).toHaveLength(1)
  })

  test('starts nothing when the user has quit it, and says so', async () => {
    await mayStart()
    await markQuit(machine().host)
    await expectRefusal('Vitrine was quit. Open Vitrine and ask again.')
  })

  test('starts it again once the user has opened it after that', async () => {
    await mayStart()
    await markQuit(machine().host)
    await mayStart()
    await greet(startRaw())
  })

  test('starts nothing that the file of the application does not name', async () => {
    await expectRefusal('Vitrine is not running. Open Vitrine and ask again.')
  })

  test.each([0o622, 0o644])('starts nothing when the file has mode %o', async (mode) => {
    await mayStart()
    await chmod(machine().paths.appFile, mode)
    await expectRefusal('others on this computer could have changed what is started')
  })

  test('starts no program that others may write', async () => {
    const program = join(machine().host.homeDir, 'program')
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${app.path}"\n`)
    await chmod(program, 0o777)
    await mayStart([program])
    await expectRefusal('others on this computer could have changed what is started')
    await chmod(program, 0o755)
    await greet(startRaw())
  })

  test('starts nothing when the program is gone', async () => {
    await mayStart([join(machine().host.homeDir, 'moved', 'vitrine')])
    await expectRefusal('Vitrine is not running. Open Vitrine and ask again.')
  })

  test('goes on as ever when the application comes by itself', async () => {
    const relay = startRaw()
    await startApp()
    await greet(relay)
    relay.send(question(2))
    expect(await answerFrom(relay)).toMatchObject({ id: 2, result: answerOf('text 2') })
  })
})

describe('an application', () => {
  test('knows once that a relay has started it', async () => {
    await mayStart()
    const host = { ...machine().host, now: Date.now }
    expect(await wasWoken(host)).toBe(false)
    await greet(startRaw())
    expect(await wasWoken(host)).toBe(true)
    expect(await wasWoken(host)).toBe(false)
  })

  test('does not take an old trace for a start by a relay', async () => {
    await mayStart()
    await greet(startRaw())
    const { mtimeMs } = await stat(machine().paths.wakeLock)
    expect(await wasWoken({ ...machine().host, now: () => mtimeMs + 60_000 })).toBe(false)
  })

  test('leaves no trace of a quit after its next start', async () => {
    await mayStart()
    await markQuit(machine().host)
    await mayStart()
    await expect(stat(machine().paths.quitMarker)).rejects.toThrow('ENOENT')
    await rm(machine().paths.appFile)
  })
})
