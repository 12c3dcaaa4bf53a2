import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { Stage } from './stage'

/** A client that starts what its configuration names, as Claude Desktop does: that command, those arguments, little else. */
export interface ClaudeStandIn {
  readonly toolNames: () => Promise<readonly string[]>
  readonly ask: (tool: string, args: Readonly<Record<string, unknown>>) => Promise<ToolAnswer>
  readonly close: () => Promise<void>
}

export interface ToolAnswer {
  readonly isError: boolean
  readonly content: Readonly<Record<string, unknown>>
  /** Milliseconds from the question to the answer. */
  readonly ms: number
}

/** @param configText of `claude_desktop_config.json`, which must have exactly one server that is ours */
export async function startClaude(configText: string, { env }: Pick<Stage, 'env'>): Promise<ClaudeStandIn> {
  const { mcpServers } = JSON.parse(configText) as { mcpServers: Record<string, { command: string; args: string[]; env?: Record<string, string> }> }
  const entry = mcpServers['vitrine-odoo']
  if (entry === undefined) throw new Error("Claude's configuration has no entry of Vitrine.")
  const client = new Client({ name: 'claude-ai', version: '0.1.0' })
  await client.connect(
    new StdioClientTransport({ command: entry.command, args: entry.args, env: { HOME: env['HOME'] ?? '', ...entry.env }, stderr: 'inherit' }),
  )
  return {
    toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
    ask: async (tool, args) => {
      const start = performance.now()
      const answer = await client.callTool({ name: tool, arguments: args })
      const ms = Math.round(performance.now() - start)
      return { isError: answer.isError === true, content: (answer.structuredContent ?? {}) as Record<string, unknown>, ms }
    },
    close: () => client.close(),
  }
}
