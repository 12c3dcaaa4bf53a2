import { unlink } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { startRelayProcess } from '../support/relay/relay-process'
import { answerOf, echo, initialize, setRelayStage } from '../support/relay/relay-stage'

const { relayPath, machine, startApp, startClient, startRaw } = setRelayStage()

describe('the program', () => {
  test('ends with 0 at the end of its input, also in the middle of a line, and answers before what it was asked', async () => {
    await startApp()
    const relay = startRaw()
    relay.send(initialize())
    relay.write('{"jsonrpc":"2.0","id":9')
    relay.endInput()
    const answered = [await relay.nextMessage(), await relay.nextMessage()]
    expect(answered).toContainEqual({ jsonrpc: '2.0', error: { code: -32700, message: 'This line is no JSON object.' } })
    expect(answered).toContainEqual(expect.objectContaining({ id: 0, result: expect.anything() as unknown }))
    expect(await relay.ended).toBe(0)
    expect(relay.unread()).toEqual([])
  })

  test('answers a last question that has no line feed', async () => {
    await startApp()
    const relay = startRaw()
    relay.send(initialize())
    await relay.nextMessage()
    relay.write('{"jsonrpc":"2.0","id":"last","method":"tools/call","params":{"name":"echo","arguments":{"text":"x"}}}')
    relay.endInput()
    expect(await relay.nextMessage()).toMatchObject({ id: 'last', result: answerOf('x') })
    expect(await relay.ended).toBe(0)
  })

  test('understands lines that end as on Windows', async () => {
    const app = await startApp()
    const relay = startRaw()
    relay.write(`${JSON.stringify(initialize())}\r\n`)
    expect(await relay.nextMessage()).toMatchObject({ id: 0, result: {} })
    relay.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\r\n\r\n')
    relay.write('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"x"}}}\r\n')
    expect(await relay.nextMessage()).toMatchObject({ id: 1, result: answerOf('x') })
    expect(app.echoed).toEqual(['x'])
  })

  test('ends with 0 at the end of its input when nobody is there', async () => {
    const relay = startRaw()
    relay.endInput()
    expect(await relay.ended).toBe(0)
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends with 0 at %s', async (signal) => {
    await startApp()
    const relay = startRaw()
    relay.send(initialize())
    await relay.nextMessage()
    relay.kill(signal)
    expect(await relay.ended).toBe(0)
  })

  test('ends with 0 when nobody reads its output any more', async () => {
    await startApp()
    const relay = startRaw()
    relay.send(initialize())
    await relay.nextMessage()
    relay.closeOutput()
    relay.send({ jsonrpc: '2.0', id: 1, method: 'ping' })
    expect(await relay.ended).toBe(0)
  })

  test('ends at SIGTERM also while a client does not read what it was sent', async () => {
    await startApp()
    const relay = startRaw()
    relay.send(initialize())
    await relay.nextMessage()
    relay.pauseOutput()
    for (let id = 1; id <= 8; id += 1) relay.send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'large', arguments: { bytes: 1_000_000 } } })
    relay.send({ jsonrpc: '2.0', id: 'last', method: 'ping' })
    relay.kill('SIGTERM')
    expect(await relay.ended).toBe(0)
  })

  test('answers a line of 64 MB with an error and goes on', async () => {
    const app = await startApp()
    const relay = startRaw()
    relay.send(initialize())
    await relay.nextMessage()
    relay.write('{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo","arguments":{"text":"')
    const chunk = Buffer.alloc(1024 * 1024, 0x61)
    for (let megabyte = 0; megabyte < 64; megabyte += 1) relay.write(chunk)
    relay.write('"}},"id":"huge"}\n')
    expect(await relay.nextMessage()).toMatchObject({ id: 'huge', error: { code: -32600 } })
    relay.send({ jsonrpc: '2.0', id: 2, method: 'ping' })
    expect(await relay.nextMessage()).toEqual({ jsonrpc: '2.0', id: 2, result: {} })
    expect(app.echoed).toEqual([])
    expect(app.endpoint.sessions()).toHaveLength(1)
  })

  test('answers garbage with an error and goes on', async () => {
    await startApp()
    const relay = startRaw()
    relay.write('garbage\n\n{]\n')
    relay.send(initialize())
    const parseError = { jsonrpc: '2.0', error: { code: -32700, message: 'This line is no JSON object.' } }
    expect(await relay.nextMessage()).toEqual(parseError)
    expect(await relay.nextMessage()).toEqual(parseError)
    expect(await relay.nextMessage()).toMatchObject({ id: 0, result: {} })
  })

  test.each([[[]], [['--client']], [['--client', '../../etc/passwd']], [['--client=Not An Id']]])('with the arguments %j says how it is used', async (args) => {
    const relay = startRelayProcess(relayPath(), machine().host.homeDir, args)
    expect(await relay.ended).toBe(2)
    expect(relay.stderr()).toMatch(/^Usage: .*\n$/)
    expect(relay.unread()).toEqual([])
  })

  test('keeps a connection that stands when the endpoint file is gone', async () => {
    await startApp()
    const { client } = await startClient()
    await unlink(machine().paths.endpointFile)
    expect(await echo(client, 'the connection stands')).toEqual(answerOf('the connection stands'))
  })
})
