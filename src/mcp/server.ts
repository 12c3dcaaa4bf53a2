import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import {
  CompleteRequestSchema,
  ErrorCode as RpcCode,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  LATEST_PROTOCOL_VERSION,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js'
import type { JsonSchemaValidator, jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js'
import { oneLine } from '../odoo/text'
import { completeArgument } from './completion'
import type { McpDeps } from './deps'
import { instructionsFor } from './instructions'
import { getPrompt, PROMPTS } from './prompts'
import { parseResource, RESOURCE_TEMPLATES } from './resources'
import { runTool, type ClientName, type ToolResult } from './run-tool'
import type { Tool } from './tool'
import { TOOLS } from './tools/all'

/** One MCP session. */
export interface McpServer {
  readonly server: Server
  readonly connect: (transport: Transport) => Promise<void>
  readonly close: () => Promise<void>
  /** Closes once the calls under way are answered. */
  readonly end: () => Promise<void>
  /** Who is at the other end; null before `initialize`. */
  readonly client: () => ClientName | null
  /** Tells the client that tools and resources may answer differently now: the policy or the connection has changed. */
  readonly notifyListsChanged: () => void
  onInitialized: (() => void) | undefined
  onClosed: (() => void) | undefined
}

const capabilities = {
  tools: { listChanged: true },
  resources: { listChanged: true },
  // The relay announces these too, when the application was started again.
  prompts: { listChanged: true },
  completions: {},
}

const toolList = { tools: TOOLS.map(({ definition }) => definition) }
const promptList = {
  prompts: PROMPTS.map(({ name, title, description, arguments: args }) => ({
    name,
    title,
    description,
    ...(args !== undefined && { arguments: args }),
  })),
}

/** No validation of answers to our own questions to a client: none is ever asked. Spares the start a validator. */
const noValidator: jsonSchemaValidator = {
  getValidator: <T>(): JsonSchemaValidator<T> => (input) => ({ valid: true, data: input as T, errorMessage: undefined }),
}

/** Serves one MCP session over whatever transport it is connected to. */
export function createMcpServer(deps: McpDeps): McpServer {
  const serverInfo = { name: 'vitrine', title: 'Vitrine for Odoo', version: deps.serverVersion }
  const server = new Server(serverInfo, { capabilities, jsonSchemaValidator: noValidator })
  let client: ClientName | null = null
  let isReady = false

  const underWay = new Set<Promise<unknown>>()

  const run = async (tool: Tool | undefined, args: unknown, signal: AbortSignal): Promise<ToolResult> => {
    const running = runTool(deps, client ?? unnamed, tool, args, signal)
    underWay.add(running)
    const result = await running
    underWay.delete(running)
    return result
  }

  server.setRequestHandler(InitializeRequestSchema, discreetly(({ params }) => {
    client = {
      name: oneLine(params.clientInfo.name, 80) || unnamed.name,
      version: oneLine(params.clientInfo.version, 40),
    }
    return {
      protocolVersion: SUPPORTED_PROTOCOL_VERSIONS.includes(params.protocolVersion) ? params.protocolVersion : LATEST_PROTOCOL_VERSION,
      capabilities,
      serverInfo,
      instructions: instructionsFor(deps),
    }
  }))
  server.setRequestHandler(ListToolsRequestSchema, () => toolList)
  server.setRequestHandler(ListPromptsRequestSchema, () => promptList)
  server.setRequestHandler(GetPromptRequestSchema, discreetly(({ params }) => {
    const found = getPrompt(params.name, params.arguments ?? {})
    if (!found.ok) throw new McpError(RpcCode.InvalidParams, found.message)
    return { ...found.prompt }
  }))
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }))
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [...RESOURCE_TEMPLATES] }))
  server.setRequestHandler(ReadResourceRequestSchema, discreetly(async ({ params }, { signal }) => {
    const target = parseResource(params.uri)
    if (target === undefined) throw new McpError(RpcCode.InvalidParams, 'There is no resource of that address.')
    const result = await run(target.tool, target.args, signal)
    const [{ text }] = result.content
    if (result.isError) {
      const { message } = result.structuredContent
      throw new McpError(RpcCode.InvalidParams, typeof message === 'string' ? message : 'The resource cannot be read.', result.structuredContent)
    }
    return { contents: [{ uri: params.uri, mimeType: 'application/json', text }] }
  }))
  server.setRequestHandler(CompleteRequestSchema, discreetly(async ({ params }, { signal }) => ({
    completion: await completeArgument(deps, client ?? unnamed, params, signal),
  })))

  /*
   * Tool calls come here and not through `setRequestHandler`: that one checks request and answer against schemas of its own
   * before and after us, and refuses arguments of a wrong type before they can be noted. Here each call leaves its event.
   */
  server.fallbackRequestHandler = discreetly(async ({ method, params }, { signal }) => {
    if (method !== 'tools/call') throw new McpError(RpcCode.MethodNotFound, 'Method not found')
    const name: unknown = params?.['name']
    const known = TOOLS.find((tool) => tool.name === name)
    const result = await run(known, params?.['arguments'], signal)
    if (known === undefined) throw new McpError(RpcCode.InvalidParams, 'There is no tool of that name.', { receipt: result.structuredContent['receipt'] })
    return { ...result }
  })

  const self: McpServer = {
    server,
    connect: (transport) => server.connect(transport),
    close: () => server.close(),
    end: async () => {
      await Promise.all(underWay)
      // The SDK sends what a handler resolved with some turns later.
      await new Promise((resolve) => setImmediate(resolve))
      await server.close()
    },
    client: () => client,
    notifyListsChanged: () => {
      if (!isReady) return
      // A client that has just gone needs no notice.
      server.sendToolListChanged().catch(() => undefined)
      server.sendResourceListChanged().catch(() => undefined)
    },
    onInitialized: undefined,
    onClosed: undefined,
  }
  server.oninitialized = () => {
    isReady = true
    self.onInitialized?.()
  }
  server.onclose = () => {
    isReady = false
    self.onClosed?.()
  }
  return self
}

/** The SDK answers the words of whatever a handler throws: those of what was not foreseen may hold values or paths. */
function discreetly<A extends readonly unknown[], R>(handle: (...args: A) => R | Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await handle(...args)
    } catch (cause) {
      throw cause instanceof McpError ? cause : new McpError(RpcCode.InternalError, 'Something went wrong inside Vitrine.')
    }
  }
}

const unnamed: ClientName = { name: 'unknown', version: '' }
