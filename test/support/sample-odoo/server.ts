import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { Database, passwordOf, type SampleData } from './database'
import type { OdooVersion, Row } from './engine/model'
import { CallLog, safeHeaders, type RecordedCall } from './protocol/calls'
import { Faults, faultyReply, misbehave, type FaultKind, type FaultSwitch } from './protocol/faults'
import type { HttpRequest } from './protocol/json2'
import { asOdooError, htmlError, type Reply } from './protocol/reply'
import { protocolOf, route } from './protocol/routes'

export type { Json, OdooVersion, Row } from './engine/model'
export type { RecordedCall } from './protocol/calls'
export type { Fault, FaultKind } from './protocol/faults'

export interface SampleOdooOptions {
  version: OdooVersion
  /** 0, the default, takes any free port. */
  port?: number
  host?: string
  /** Service time of each call, in milliseconds. */
  delayMs?: number
  tls?: { key: string; cert: string }
  db?: string
  /** All databases on the server; `db` is always among them. */
  databases?: readonly string[]
  /** ISO instant that the data is built around. */
  now?: string
}

export interface SampleUser {
  id: number
  login: string
  key: string
  /** For the web client and JSON-RPC, as people still use them. */
  password: string
  name: string
}

export type SampleUserName = 'reader' | 'sales' | 'accountant' | 'payroll' | 'stock' | 'admin'

export interface SampleOdoo {
  readonly url: string
  readonly db: string
  readonly version: OdooVersion
  /** An ordinary internal user with a wide view of daily business. */
  readonly login: string
  readonly apiKey: string
  readonly adminLogin: string
  readonly adminKey: string
  readonly users: Record<SampleUserName, SampleUser>
  /** The records as stored, for tests that work an answer out by themselves. */
  readonly data: SampleData
  /** Puts other values into a stored record, or a record of a new id beside it. */
  change(model: string, row: Row): void
  /** Every call that arrived, in order. */
  readonly calls: readonly RecordedCall[]
  /** Sockets accepted so far. */
  readonly connections: number
  clearCalls(): void
  /** Hears of each call as it is answered. */
  onCall(listener: (call: RecordedCall) => void): () => void
  readonly faults: FaultSwitch
  revokeKey(login: string): void
  /** Another key of this user, which works beside the first; it ends at an instant as Odoo writes it, or never. */
  makeKey(login: string, key: { readonly name: string; readonly ends: string | false }): string
  /** Deletes the user's first key, as on Odoo's own page; those made since go on. */
  revokeFirstKey(login: string): void
  restoreKey(login: string): void
  close(): Promise<void>
}

export const SAMPLE_NOW = '2026-06-15T09:30:00Z'

/** Starts a server that behaves as the given version of Odoo, on invented records. */
export async function startSampleOdoo(options: SampleOdooOptions): Promise<SampleOdoo> {
  const db = options.db ?? 'sample'
  const names = [...new Set([db, ...(options.databases ?? [])])]
  const database = new Database(options.version, names, Date.parse(options.now ?? SAMPLE_NOW))
  const log = new CallLog()
  const faults = new Faults()
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  let connections = 0

  const later = (ms: number, action: () => void): void => {
    if (ms <= 0) {
      action()
      return
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      action()
    }, ms)
    timers.add(timer)
  }

  const serve = (incoming: IncomingMessage, response: ServerResponse): void => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('error', () => undefined)
    incoming.on('end', () => {
      const request = requestOf(incoming, Buffer.concat(parts).toString('utf8'))
      const call = log.begin({ method: request.method, path: request.path, headers: safeHeaders(request.headers), protocol: protocolOf(request.path) })
      const reply = answer(database, request, call)
      const fault = faults.take(call)
      const extra = typeof fault === 'object' && 'delayMs' in fault ? fault.delayMs : 0
      later((options.delayMs ?? 0) + extra, () => {
        finish(incoming, response, reply, call, fault)
        log.finish(call, response.statusCode)
      })
    })
  }

  const server: Server = options.tls ? createHttpsServer(options.tls, serve) : createHttpServer(serve)
  server.keepAliveTimeout = 60_000
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('clientError', (_error, socket) => {
    socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address() as AddressInfo
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  const users = usersOf(database)

  return {
    url: `${options.tls ? 'https' : 'http'}://${host === '0.0.0.0' || host === '[::]' ? '127.0.0.1' : host}:${address.port}`,
    db,
    version: options.version,
    login: users.reader.login,
    apiKey: users.reader.key,
    adminLogin: users.admin.login,
    adminKey: users.admin.key,
    users,
    get data() {
      return database.data
    },
    change: (model, row) => {
      database.change(model, row)
    },
    calls: log.calls,
    get connections() {
      return connections
    },
    clearCalls: () => {
      log.clear()
    },
    onCall: (listener) => log.listen(listener),
    faults,
    revokeKey: (login) => {
      database.revoke(login)
    },
    makeKey: (login, { name, ends }) => database.makeKey(login, name, ends),
    revokeFirstKey: (login) => {
      database.revokeFirstKey(login)
    },
    restoreKey: (login) => {
      database.restore(login)
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}

function requestOf(incoming: IncomingMessage, body: string): HttpRequest {
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?')
  return { method: incoming.method ?? 'GET', path, query, headers: incoming.headers, body }
}

function answer(database: Database, request: HttpRequest, call: RecordedCall): Reply {
  try {
    return route(database, request, call)
  } catch (cause) {
    return htmlError(500, 'Internal Server Error', asOdooError(cause).message)
  }
}

function finish(incoming: IncomingMessage, response: ServerResponse, reply: Reply, call: RecordedCall, fault: FaultKind | undefined): void {
  if (fault !== undefined && misbehave(fault, incoming, response, reply)) return
  const sent = (fault === undefined ? undefined : faultyReply(fault, call)) ?? reply
  const body = Buffer.from(sent.body, 'utf8')
  response.writeHead(sent.status, {
    server: 'Werkzeug/3.0.1 Python/3.12.3',
    'content-type': sent.contentType,
    'content-length': body.length,
    ...sent.headers,
  })
  response.end(body)
}

function usersOf(database: Database): Record<SampleUserName, SampleUser> {
  const find = (login: string): SampleUser => {
    const user = database.users.find((candidate) => candidate.login === login)
    if (!user) throw new Error(`the sample data lacks ${login}`)
    return { id: user.id, login: user.login, key: user.key, password: passwordOf(user.id), name: user.name }
  }
  return {
    reader: find('rita.reader@example.com'),
    sales: find('sam.sales@example.com'),
    accountant: find('ada.accountant@example.com'),
    payroll: find('pat.payroll@example.com'),
    stock: find('sten.stock@example.com'),
    admin: find('admin'),
  }
}
