import { readFile, stat } from 'node:fs/promises'
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, test } from 'vitest'
import { writeEndpointFile } from '../../src/endpoint/run-files'
import { answerOf, echo, initialize, setRelayStage } from '../support/relay/relay-stage'
import { startSmallApp } from '../support/relay/small-app'

const { machine, keys, startApp, startClient, startRaw } = setRelayStage()
/** Which of the two, depends on whether the relay had seen the end already when it was asked. */
const isAway = /Vitrine (is not running|was closed before it answered)\. Open Vitrine and ask again\./

describe('when the application goes away', () => {
  test('what it had not answered is answered with an error, and the next call works once it is back', async () => {
    const first = await startApp()
    const { client } = await startClient()
    const waiting = client.callTool({ name: 'wait', arguments: {} })
    const failed = expect(waiting).rejects.toThrow('Vitrine was closed before it answered. Open Vitrine and ask again.')
    await first.waitCalled
    await first.endpoint.close()
    await failed

    const changed = new Promise<void>((resolve) => client.setNotificationHandler(ToolListChangedNotificationSchema, () => resolve()))
    const second = await startApp()
    expect(await echo(client, 'again')).toEqual(answerOf('again'))
    await changed
    expect(second.clientNames()).toEqual(['test-client'])
    expect(second.echoed).toEqual(['again'])
  })

  test('it is killed: the same', async () => {
    const first = await startApp()
    const { client } = await startClient()
    await echo(client, 'one')
    // What a kill leaves: the endpoint file, and a socket that nobody listens on.
    const abandoned = await readFile(machine().paths.endpointFile, 'utf8')
    await first.endpoint.close()
    await writeEndpointFile(machine().host, JSON.parse(abandoned) as Parameters<typeof writeEndpointFile>[1])
    await expect(echo(client, 'two')).rejects.toThrow(isAway)
    await expect(echo(client, 'two')).rejects.toThrow('Vitrine is not running. Open Vitrine and ask again.')
    await startApp()
    expect(await echo(client, 'three')).toEqual(answerOf('three'))
  })

  test('tools stay listed and pings answered', async () => {
    const app = await startApp()
    const { client } = await startClient()
    await app.endpoint.close()
    await expect(echo(client, 'nobody')).rejects.toThrow(isAway)
    expect((await client.listTools()).tools).toHaveLength(3)
    expect(await client.ping()).toEqual({})
  })

  test('a question that was taken back is not asked later', async () => {
    const app = await startApp()
    const { client } = await startClient()
    await app.endpoint.close()
    const abort = new AbortController()
    const taken = client.callTool({ name: 'echo', arguments: { text: 'taken back' } }, undefined, { signal: abort.signal })
    abort.abort()
    await expect(taken).rejects.toThrow()
    const second = await startApp()
    expect(await echo(client, 'kept')).toEqual(answerOf('kept'))
    expect(second.echoed).toEqual(['kept'])
  })
})

describe('a relay that starts before the application', () => {
  test('waits a moment for it', async () => {
    const relay = startRaw()
    relay.send(initialize())
    const app = await startApp()
    expect(await relay.nextMessage()).toMatchObject({ id: 0, result: { serverInfo: { name: 'small-app' }, instructions: 'Only when asked.' } })
    relay.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    relay.send({ jsonrpc: '2.0', id: 'a', method: 'tools/call', params: { name: 'echo', arguments: { text: 'x' } } })
    expect(await relay.nextMessage()).toMatchObject({ id: 'a', result: answerOf('x') })
    expect(app.clientNames()).toEqual(['raw'])
  })

  test('then speaks for it from what it announced last, and hands over when it comes', async () => {
    await (await startSmallApp(machine(), keys)).endpoint.close()
    const relay = startRaw()
    relay.send(initialize('first', '2024-11-05'))
    const { result } = await relay.nextMessage()
    expect(result).toMatchObject({ protocolVersion: '2024-11-05', serverInfo: { name: 'small-app' }, capabilities: { tools: {} } })
    expect(result).not.toHaveProperty('instructions')
    relay.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    relay.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    expect(await relay.nextMessage()).toMatchObject({ id: 1, result: { tools: [{ name: 'echo' }, { name: 'wait' }, { name: 'large' }] } })
    relay.send({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'echo', arguments: { text: 'x' } } })
    expect(await relay.nextMessage()).toEqual({
      jsonrpc: '2.0',
      id: 2,
      error: { code: -32000, message: 'Vitrine is not running. Open Vitrine and ask again.', data: { code: 'disconnected' } },
    })

    const app = await startApp()
    expect(await relay.nextMessage()).toEqual({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })
    relay.send({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'echo', arguments: { text: 'y' } } })
    expect(await relay.nextMessage()).toMatchObject({ id: 3, result: answerOf('y') })
    expect(app.clientNames()).toEqual(['raw'])
    expect(relay.unread()).toEqual([])
  })

  test('answers with an error when the application has never run, and leaves the home directory as it was', async () => {
    const relay = startRaw()
    relay.send(initialize())
    expect(await relay.nextMessage()).toMatchObject({ id: 0, error: { message: 'Vitrine is not running. Open Vitrine and ask again.' } })
    expect(relay.stderr()).toBe('Vitrine is not running. Open Vitrine and ask again.\n')
    await expect(stat(machine().paths.runDir)).rejects.toThrow('ENOENT')
  })
})
