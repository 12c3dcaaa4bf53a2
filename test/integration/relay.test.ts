import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { answerOf, echo, setRelayStage } from '../support/relay/relay-stage'

const { machine, clientKey, startApp, startClient } = setRelayStage()

describe('a client that asks through the relay', () => {
  test('reaches the application with nothing in its environment but the home directory', async () => {
    const app = await startApp()
    const { client } = await startClient()
    expect(client.getInstructions()).toBe('Only when asked.')
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'wait', 'large'])
    expect(await echo(client, 'Zürich 東京 😀')).toEqual(answerOf('Zürich 東京 😀'))
    expect(app.echoed).toEqual(['Zürich 東京 😀'])
    expect(app.clientNames()).toEqual(['test-client'])
  })

  test('gets many answers at once, each to its own question', async () => {
    await startApp()
    const { client } = await startClient()
    const texts = Array.from({ length: 100 }, (_, index) => `text ${index} ${'x'.repeat(index * 2)}`)
    expect(await Promise.all(texts.map((text) => echo(client, text)))).toEqual(texts.map(answerOf))
  })

  test('gets an answer of megabytes', async () => {
    await startApp()
    const { client } = await startClient()
    const { content } = (await client.callTool({ name: 'large', arguments: { bytes: 4_000_000 } })) as ReturnType<typeof answerOf>
    expect(Buffer.byteLength(content[0]?.text ?? '')).toBe(4_000_000)
  })

  test('does not disturb another one: two relays of one client at once', async () => {
    const app = await startApp()
    const [first, second] = await Promise.all([startClient(), startClient()])
    await first.client.close()
    expect(await echo(second.client, 'still here')).toEqual(answerOf('still here'))
    expect(app.endpoint.sessions().map(({ clientId }) => clientId)).toContain('claude')
  })

  test('leaves no key in arguments and environment of the relay', async () => {
    const app = await startApp()
    const { client, pid } = await startClient()
    await echo(client, 'hello')
    const { runKey } = JSON.parse(await readFile(machine().paths.endpointFile, 'utf8')) as { runKey: string }
    const seen = (await readFile(`/proc/${pid}/cmdline`, 'utf8')) + (await readFile(`/proc/${pid}/environ`, 'utf8'))
    expect(seen).toContain(machine().host.homeDir)
    expect(seen).not.toContain(clientKey)
    expect(seen).not.toContain(runKey)
    expect(app.log).toEqual([])
  })
})
