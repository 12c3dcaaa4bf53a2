import { randomBytes } from 'node:crypto'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { bundleRelay } from './relay-bundle'
import { startRelayProcess, type RelayProcess } from './relay-process'
import { startSmallApp, type SmallApp } from './small-app'
import { makeTestMachine, type TestMachine } from './test-machine'

/** The bundled relay, and for each test a home of its own in which the client `claude` has a key. */
export interface RelayStage {
  readonly relayPath: () => string
  readonly machine: () => TestMachine
  readonly clientKey: string
  /** Keys of the clients that the application lets in. */
  readonly keys: Record<string, string>
  readonly startApp: (options?: Parameters<typeof startSmallApp>[2]) => Promise<SmallApp>
  /** A client as it would start the relay, but with an environment of `{HOME}` alone. */
  readonly startClient: () => Promise<{ readonly client: Client; readonly pid: number }>
  readonly startRaw: (...args: string[]) => RelayProcess
  /** Is done at the end of the running test, the last one first. */
  readonly afterwards: (undo: () => unknown) => void
}

/** Sets the stage for the tests of the file that calls it. */
export function setRelayStage(): RelayStage {
  const clientKey = `key-${randomBytes(24).toString('base64url')}`
  const keys: Record<string, string> = {}
  let bundle: Awaited<ReturnType<typeof bundleRelay>>
  let machine: TestMachine
  let undos: (() => unknown)[]

  beforeAll(async () => {
    bundle = await bundleRelay()
  })
  afterAll(() => bundle.remove())
  beforeEach(async () => {
    machine = await makeTestMachine()
    keys['claude'] = clientKey
    await machine.giveKey('claude', clientKey)
    undos = []
  })
  afterEach(async () => {
    for (const undo of undos.reverse()) await undo()
    await machine.remove()
  })

  return {
    relayPath: () => bundle.path,
    machine: () => machine,
    clientKey,
    keys,
    startApp: async (options) => {
      const app = await startSmallApp(machine, keys, options)
      undos.push(() => app.endpoint.close())
      return app
    },
    startClient: async () => {
      const client = new Client({ name: 'test-client', version: '1' })
      const transport = new StdioClientTransport({
        command: 'env',
        args: ['-i', `HOME=${machine.host.homeDir}`, process.execPath, bundle.path, '--client', 'claude'],
        stderr: 'ignore',
      })
      undos.push(() => client.close())
      await client.connect(transport)
      return { client, pid: transport.pid ?? 0 }
    },
    startRaw: (...args) => {
      const relay = startRelayProcess(bundle.path, machine.host.homeDir, args.length > 0 ? args : ['--client', 'claude'])
      undos.push(() => relay.kill('SIGKILL'))
      return relay
    },
    afterwards: (undo) => void undos.push(undo),
  }
}

export const echo = (client: Client, text: string) => client.callTool({ name: 'echo', arguments: { text } })
export const answerOf = (text: string) => ({ content: [{ type: 'text', text }] })
export const initialize = (id: number | string = 0, protocolVersion = '2025-11-25') => ({
  jsonrpc: '2.0',
  id,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
})
