import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WEBHOOK_CREDENTIAL } from '../../src/service/webhook/webhook'
import { makeHome, openHouse, type Home, type OpenHouse } from '../support/house/open-house'
import { startReceiver, type Received } from '../support/webhook-receiver'
import { inEnglish } from '../../src/i18n/english'

async function withWebhook(name?: string) {
  const home = await makeHome()
  const receiver = await startReceiver(home.root, name)
  const open = await openHouse(home)
  const set = await open.house.handlers.setWebhook({ url: receiver.url, network: 'any', caFile: receiver.caFile })
  if (!set.ok) throw new Error(inEnglish(set.message))
  return { home, receiver, open, secret: set.secret, handlers: open.house.handlers }
}

/** Somebody shows a wrong key to the HTTP endpoint. */
const alert = async (open: OpenHouse): Promise<void> => {
  const before = open.state().settings.webhook?.waiting ?? 0
  await open.house.handlers.changeSettings({ change: { http: { enabled: true, port: await freePort() } } })
  const { http } = await open.until((state) => state.http.state === 'listening')
  await fetch(http.address, { method: 'POST', headers: { authorization: `Bearer ${'x'.repeat(43)}` } })
  await open.until((state) => (state.settings.webhook?.waiting ?? 0) > before)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const delivered = (open: OpenHouse) => open.until((state) => state.settings.webhook?.last?.outcome === 'delivered')

function isSigned(secret: string, { headers, body }: Received): boolean {
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-vitrine-signature'])) ?? []
  return createHmac('sha256', secret).update(`${t}.${body}`).digest('hex') === v1
}

const pass = (home: Home, ms: number): void => {
  home.time.pass(ms)
}

describe('a webhook', () => {
  it('is off until it is set, and takes no address but https', async () => {
    const open = await openHouse(await makeHome())
    expect(open.state().settings.webhook).toBeNull()
    expect(await open.house.handlers.testWebhook({})).toMatchObject({ ok: false, message: 'No webhook is set.' })
    for (const url of ['http://example.com/', 'ftp://example.com/', 'example.com', 'https://user:word@example.com/', 'https://example.com/#x']) {
      expect(await open.house.handlers.setWebhook({ url, network: 'any', caFile: '' }), url).toMatchObject({ ok: false })
    }
    expect(open.state().settings.webhook).toBeNull()
  })

  it('is sent a signed test with an id, and keeps its secret in the keychain alone', async () => {
    const { home, receiver, open, secret, handlers } = await withWebhook()
    expect(await handlers.testWebhook({})).toEqual({ ok: true })
    const message = await receiver.message(1)
    expect(isSigned(secret, message)).toBe(true)
    expect(isSigned('another', message)).toBe(false)
    expect(JSON.parse(message.body)).toEqual({ id: expect.stringMatching(/^[\w-]{12}$/) as string, type: 'test', createdAt: expect.any(String) as string })
    for (const file of [home.settingsPath, home.logPath]) expect(await readFile(file, 'utf8')).not.toContain(secret)
    expect(JSON.stringify(open.state())).not.toContain(secret)
  })

  it('is told of an alert with names and counts, once', async () => {
    const { receiver, open, secret } = await withWebhook()
    await alert(open)
    const message = await receiver.message(1)
    expect(isSigned(secret, message)).toBe(true)
    expect(JSON.parse(message.body)).toMatchObject({ type: 'alert', alert: { kind: 'client_key_rejected', address: '127.0.0.1' } })
    await delivered(open)
    expect(open.state().settings.webhook?.waiting).toBe(0)
    expect(receiver.received).toHaveLength(1)
  })

  it('that answers 500 is tried again later, also by the next run, with the same id', async () => {
    const { home, receiver, open } = await withWebhook()
    receiver.answerWith((response) => void response.writeHead(500).end('no'))
    await alert(open)
    const first = await receiver.message(1)
    await open.until((state) => state.settings.webhook?.last?.outcome === 'refused')
    await open.stop()
    receiver.answerWith((response) => void response.writeHead(200).end())
    const again = await openHouse(home)
    pass(home, 30_000)
    const second = await receiver.message(2)
    expect((JSON.parse(second.body) as { id: string }).id).toBe((JSON.parse(first.body) as { id: string }).id)
    await delivered(again)
    expect(again.state().settings.webhook?.waiting).toBe(0)
  })

  it('that redirects is not followed', async () => {
    const { home, receiver, handlers } = await withWebhook()
    const other = await startReceiver(home.host.tempDir)
    receiver.answerWith((response) => void response.writeHead(307, { location: other.url }).end())
    expect(await handlers.testWebhook({})).toMatchObject({ ok: false, message: 'The receiver answered with a redirect, which is not followed.' })
    expect(other.received).toEqual([])
  })

  it('that never answers is let go of, and nothing waits for it', async () => {
    const { home, receiver, handlers } = await withWebhook()
    receiver.answerWith(() => undefined)
    const testing = handlers.testWebhook({})
    await receiver.message(1)
    pass(home, 10_000)
    expect(await testing).toMatchObject({ ok: false, message: 'The receiver took too long to answer.' })
  })

  it('that answers without end costs no memory: its status is all that is read', async () => {
    const { receiver, handlers } = await withWebhook()
    let ended = (): void => undefined
    const end = new Promise<void>((resolve) => (ended = resolve))
    receiver.answerWith((response) => {
      response.writeHead(200)
      response.on('close', ended)
      const flood = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', flood)
      }
      flood()
    })
    expect(await handlers.testWebhook({})).toEqual({ ok: true })
    await end
  })

  it('with a certificate that nobody vouches for is sent nothing', async () => {
    const { receiver, handlers } = await withWebhook()
    await handlers.setWebhook({ url: receiver.url, network: 'any', caFile: '' })
    expect(await handlers.testWebhook({})).toMatchObject({ ok: false, message: expect.stringContaining('certificate') as string })
    expect(receiver.received).toEqual([])
  })

  it('keeps the same secret through a rotation of the master key, and loses it when it is removed', async () => {
    const { home, receiver, secret, handlers } = await withWebhook()
    expect(await handlers.rotateMasterKey({})).toEqual({ ok: true })
    expect(await handlers.testWebhook({})).toEqual({ ok: true })
    expect(isSigned(secret, await receiver.message(1))).toBe(true)
    expect(await handlers.removeWebhook({})).toEqual({ ok: true })
    expect(await home.keychain.accounts()).not.toContain(`connection:${WEBHOOK_CREDENTIAL}`)
    expect(await handlers.testWebhook({})).toMatchObject({ ok: false })
  })
})

describe('a webhook on a private address', () => {
  it('is refused by its number', async () => {
    const { receiver, handlers } = await withWebhook()
    await handlers.setWebhook({ url: receiver.url, network: 'internet', caFile: receiver.caFile })
    expect(await handlers.testWebhook({})).toMatchObject({ ok: false, message: 'The address belongs to a private network or to this computer.' })
    expect(receiver.open()).toBe(0)
  })

  it.each([
    ['a name that leads there', [{ address: '127.0.0.1', family: 4 }]],
    ['a name one of whose addresses is there', [{ address: '93.184.216.34', family: 4 }, { address: '127.0.0.1', family: 4 }]],
  ])('is refused by %s, when it is connected to', async (_what, addresses) => {
    const home = await makeHome()
    const receiver = await startReceiver(home.root, 'alerts.example.com')
    let asked = 0
    const open = await openHouse(home, {
      resolveReceiver: (_name, _options, tell) => {
        asked += 1
        tell(null, addresses)
      },
    })
    await open.house.handlers.setWebhook({ url: receiver.url, network: 'internet', caFile: receiver.caFile })
    expect(await open.house.handlers.testWebhook({})).toMatchObject({ ok: false, message: 'The address belongs to a private network or to this computer.' })
    expect([asked, receiver.open()]).toEqual([1, 0])
    await open.house.handlers.setWebhook({ url: receiver.url, network: 'any', caFile: receiver.caFile })
    const [first] = addresses
    if (first?.address === '127.0.0.1') expect(await open.house.handlers.testWebhook({})).toEqual({ ok: true })
  })
})
