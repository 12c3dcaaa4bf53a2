import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openJournal } from '../../../src/activity/journal'
import { hashClientKey, readClientKeyFile } from '../../../src/clients/client-keys'
import { wasWoken } from '../../../src/endpoint/app-file'
import { startEndpoint } from '../../../src/endpoint/server'
import { nodeHost } from '../../../src/host/node-host'
import type { McpDeps } from '../../../src/mcp/deps'
import { createMcpServer } from '../../../src/mcp/server'
import { createOdooReader } from '../../../src/odoo/reader'
import { OPEN_POLICY } from '../../../src/policy/policy'
import type { HouseOrder } from './programs'

/**
 * The house as a process of its own, with the real endpoint, server, reader and journal; of the application only window,
 * tray and keychain are missing, and no question passes through those but the keychain, whose secret is already in memory.
 */
export async function runHouse(): Promise<void> {
  const reader = createInterface({ input: process.stdin })
  const [line] = (await new Promise<[string]>((resolve) => reader.once('line', (text) => resolve([text])))) satisfies [string]
  reader.once('close', () => process.exit(0))
  await serve(JSON.parse(line) as HouseOrder)
  // Memory is compared after a collection: when V8 collects by itself differs from run to run.
  reader.on('line', () => {
    globalThis.gc?.()
    process.stdout.write('collected\n')
  })
  process.stdout.write('ready\n')
}

/** The house as a relay starts it, of whose Odoo nobody is there: only that it answers is of interest. */
export async function runWokenHouse(homeDir: string): Promise<void> {
  await wasWoken({ ...nodeHost(), homeDir })
  await serve({ homeDir, odoo: { url: 'http://127.0.0.1:9', db: 'bench', login: 'bench', apiKey: 'none' } })
}

async function serve({ homeDir, odoo, now }: HouseOrder): Promise<void> {
  const real = nodeHost()
  const ahead = now === undefined ? 0 : Date.parse(now) - real.now()
  const host = { ...real, homeDir, randomBytes, now: () => real.now() + ahead }
  const { journal } = openJournal(join(homeDir, 'journal.sqlite'), host)
  const odooReader = createOdooReader(
    { url: odoo.url, database: odoo.db, login: odoo.login, withSecret: (use) => use(odoo.apiKey) },
    host,
  )
  const access = { connectionId: 'bench', connectionName: 'Bench', reader: odooReader }
  const deps: McpDeps = {
    host,
    serverVersion: '0.0.0',
    clientId: 'bench',
    access: () => access,
    connectionNames: () => [access.connectionName],
    policy: () => OPEN_POLICY,
    receipt: () => journal.newReceipt(host.randomBytes),
    record: (event) => journal.append(event).receipt,
  }
  const expected = hashClientKey((await readClientKeyFile(host, 'bench')) ?? '')
  await startEndpoint({
    host,
    authorize: (_clientId, key) =>
      Promise.resolve(hashClientKey(key) === expected ? { ok: true, keyHash: expected } : { ok: false, code: 'wrong_key', message: 'Wrong key.' }),
    onSession: ({ transport }) => void createMcpServer(deps).connect(transport),
    log: () => undefined,
  })
}
