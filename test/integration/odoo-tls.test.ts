import tls from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import type { AddressInfo } from 'node:net'
import type { OdooReader } from '../../src/odoo/port'
import type { TrustSource } from '../../src/odoo/trust'
import { createTestAuthority, type TestCertificate } from '../support/odoo/certificates'
import { failureOf, readerOf, type ReaderOfOptions } from '../support/odoo/reader-of'
import { likeOdoo19, sendJson, startRawServer, startScriptedServer, type ScriptedServer } from '../support/odoo/scripted-server'

const authority = createTestAuthority()
const other = createTestAuthority('Another authority')
const bare: TrustSource = { bundled: () => [], system: () => undefined, readText: () => undefined }

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function serve(certificate: TestCertificate): Promise<ScriptedServer> {
  const server = await startScriptedServer(likeOdoo19((_request, response) => sendJson(response, 5)), certificate)
  cleanups.push(server.close)
  return server
}

function open(options: ReaderOfOptions): OdooReader {
  const reader = readerOf(options)
  cleanups.push(reader.close)
  return reader
}

describe('TLS', () => {
  it('trusts a server of the connection’s own authority, and keeps its socket', async () => {
    const server = await serve(authority.issue({ name: '127.0.0.1' }))
    const reader = open({ url: server.url, ca: authority.ca })
    expect(await reader.searchCount('res.partner', [])).toBe(5)
    expect(await reader.searchCount('res.partner', [])).toBe(5)
    expect(server.connections).toBe(1)
  })

  it('trusts an authority that only the system knows', async () => {
    const server = await serve(authority.issue({ name: '127.0.0.1' }))
    const fromFile: TrustSource = { ...bare, readText: (path) => (path === '/etc/ssl/certs/ca-certificates.crt' ? authority.ca : undefined) }
    expect(await open({ url: server.url, trustSource: fromFile }).searchCount('res.partner', [])).toBe(5)
    const fromSystem: TrustSource = { ...bare, system: () => [authority.ca] }
    expect(await open({ url: server.url, trustSource: fromSystem }).searchCount('res.partner', [])).toBe(5)
  })

  it('names the cause, and sends nothing, when the certificate is not right', async () => {
    const yesterday = new Date(Date.now() - 86_400_000)
    const tomorrow = new Date(Date.now() + 86_400_000)
    const cases = [
      { certificate: authority.issue({ name: '127.0.0.1' }), ca: undefined, words: /authority/ },
      { certificate: other.issue({ name: '127.0.0.1' }), ca: authority.ca, words: /authority/ },
      { certificate: authority.issue({ name: '127.0.0.1', validTo: yesterday }), ca: authority.ca, words: /expired/ },
      { certificate: authority.issue({ name: '127.0.0.1', validFrom: tomorrow }), ca: authority.ca, words: /not valid yet/ },
      { certificate: authority.issue({ name: 'odoo.example.com' }), ca: authority.ca, words: /another name/ },
    ]
    for (const { certificate, ca, words } of cases) {
      const server = await serve(certificate)
      const failure = await failureOf(open({ url: server.url, ...(ca === undefined ? {} : { ca }) }).server())
      expect(failure.code).toBe('tls_failed')
      expect(failure.message).toMatch(words)
      expect(failure.hint).not.toBe('')
      expect(server.requests).toEqual([])
    }
  })

  it('cannot be switched off by the environment', async () => {
    const server = await serve(authority.issue({ name: '127.0.0.1' }))
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    expect((await failureOf(open({ url: server.url }).server())).code).toBe('tls_failed')
    expect(server.requests).toEqual([])
  })

  it('refuses anything older than TLS 1.2, whatever the runtime’s own default is', async () => {
    const { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS } = tls
    cleanups.push(() => {
      tls.DEFAULT_MIN_VERSION = DEFAULT_MIN_VERSION
      tls.DEFAULT_CIPHERS = DEFAULT_CIPHERS
    })
    tls.DEFAULT_MIN_VERSION = 'TLSv1'
    tls.DEFAULT_CIPHERS = 'DEFAULT@SECLEVEL=0'
    const server = tls.createServer({ ...authority.issue({ name: '127.0.0.1' }), maxVersion: 'TLSv1.1' }, (socket) => socket.on('error', () => undefined))
    server.on('tlsClientError', () => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => new Promise((resolve) => server.close(() => resolve())))
    const { port } = server.address() as AddressInfo
    // The server works for whoever accepts it, so the refusal is ours.
    await new Promise<void>((resolve, reject) => {
      const socket = tls.connect({ port, host: '127.0.0.1', ca: authority.ca }, () => {
        socket.destroy()
        resolve()
      })
      socket.on('error', reject)
    })
    expect((await failureOf(open({ url: `https://127.0.0.1:${port}`, ca: authority.ca }).server())).code).toBe('tls_failed')
  })

  it('says so when https meets a server without it', async () => {
    const server = await startRawServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    })
    cleanups.push(server.close)
    expect((await failureOf(open({ url: server.url.replace('http:', 'https:') }).server())).code).toBe('tls_failed')
  })

  it('refuses a file that holds no certificate', async () => {
    const server = await serve(authority.issue({ name: '127.0.0.1' }))
    for (const ca of ['', 'not a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) {
      const failure = await failureOf(open({ url: server.url, ca }).server())
      expect(failure.code).toBe('tls_failed')
      expect(failure.message).toMatch(/no readable certificate/)
    }
    expect(server.connections).toBe(0)
  })

  it('sends plain http to this computer only, and refuses any other before a byte', async () => {
    const failure = await failureOf(open({ url: 'http://odoo.example.com' }).server())
    expect(failure.code).toBe('tls_failed')
    expect(failure.hint).toMatch(/https/)
    for (const url of ['http://192.168.1.10:8069', 'http://127.0.0.1.example.com', 'http://0.0.0.0:8069', 'http://[::ffff:10.0.0.1]']) {
      expect((await failureOf(open({ url }).server())).code).toBe('tls_failed')
    }
  })

  it('reaches a server on this computer by its name', async () => {
    const server = await startScriptedServer(likeOdoo19((_request, response) => sendJson(response, 5)))
    cleanups.push(server.close)
    const reader = open({ url: `localhost:${server.port}` })
    expect(reader.url).toBe(`http://localhost:${server.port}`)
    expect(await reader.searchCount('res.partner', [])).toBe(5)
  })
})
