import { once } from 'node:events'
import { mcpClient, type McpClient } from './mcp-client'
import { relayEnvironment, residentKilobytes, startNode, startRelay } from './programs'
import { spreadOf, type Spread } from './statistics'

/**
 * From the start of a relay to its first answer to `initialize`, the application running, against the whole life of a
 * `node -e 0` in the same environment. In turn; milliseconds.
 */
export async function measureRelayStart(homeDir: string, runs: number): Promise<{ readonly ours: Spread; readonly reference: Spread }> {
  const ours: number[] = []
  const reference: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const startNothing = performance.now()
    await once(startNode(['-e', '0'], relayEnvironment(homeDir)).child, 'exit')
    reference.push(performance.now() - startNothing)

    const start = performance.now()
    const relay = startRelay(homeDir)
    await mcpClient(relay).initialize()
    ours.push(performance.now() - start)
    await relay.stop()
  }
  return { ours: spreadOf(ours), reference: spreadOf(reference) }
}

/** Memory of a relay that has passed calls on, against that of a Node that does nothing. Kilobytes; null where it cannot be read. */
export async function measureRelayMemory(
  homeDir: string,
  calls: number,
  ask: (client: McpClient) => Promise<unknown>,
): Promise<{ readonly ours: number; readonly reference: number } | null> {
  const relay = startRelay(homeDir)
  const idle = startNode(['-e', "process.stdout.write('ready'); setInterval(() => {}, 1e9)"], relayEnvironment(homeDir))
  try {
    await once(idle.child.stdout, 'data')
    const client = mcpClient(relay)
    await client.initialize()
    for (let call = 0; call < calls; call += 1) await ask(client)
    const [ours, reference] = [residentKilobytes(relay.child.pid), residentKilobytes(idle.child.pid)]
    return ours === null || reference === null ? null : { ours, reference }
  } finally {
    await Promise.all([relay.stop(), idle.stop()])
  }
}
