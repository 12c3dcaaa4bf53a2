import { readFile } from 'node:fs/promises'
import { parseEndpointFile, vitrinePaths } from '../../../src/endpoint/address'
import { writeAppFile } from '../../../src/endpoint/app-file'
import { nodeHost } from '../../../src/host/node-host'
import { mcpClient } from './mcp-client'
import { bundlePath, startRelay } from './programs'
import { spreadOf, type Spread } from './statistics'

/**
 * From the start of a relay that finds no application to the first answer of the one that it has started; milliseconds.
 * What is started is the house without Electron, whose own start comes on top for a user.
 */
export async function measureRelayWake(homeDir: string, runs: number): Promise<Spread> {
  const host = { ...nodeHost(), homeDir }
  await writeAppFile(host, [process.execPath, bundlePath('bench'), '--woken', homeDir])
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    const relay = startRelay(homeDir)
    try {
      const client = mcpClient(relay)
      await client.initialize()
      // Its Odoo cannot be reached, but only the application can say so.
      await client.ask('tools/call', { name: 'odoo_find_models', arguments: { query: 'sale' } })
      times.push(performance.now() - start)
    } finally {
      await relay.stop()
      await endHouse(host)
    }
  }
  return spreadOf(times)
}

async function endHouse(host: ReturnType<typeof nodeHost>): Promise<void> {
  const endpoint = parseEndpointFile(await readFile(vitrinePaths(host).endpointFile, 'utf8').catch(() => ''))
  if (endpoint !== null) process.kill(endpoint.pid, 'SIGKILL')
}
