import { isModelName } from './arguments'
import type { McpDeps } from './deps'
import { decodedPart, RESOURCE_TEMPLATES } from './resources'
import { runTool, type ClientName } from './run-tool'
import type { Tool } from './tool'

interface Completion {
  readonly values: string[]
  readonly total: number
  readonly hasMore: boolean
  readonly [key: string]: unknown
}

export interface CompletionRequest {
  readonly ref: { readonly type: string; readonly uri?: string }
  readonly argument: { readonly name: string; readonly value: string }
  /** What was filled in before. */
  readonly context?: { readonly arguments?: Readonly<Record<string, string>> | undefined } | undefined
}

const MOST_VALUES = 50

/** Completes the parts of our resource addresses: connections, and the names of models that the policy allows. Never fails. */
export async function completeArgument(
  deps: McpDeps,
  client: ClientName,
  { ref, argument, context }: CompletionRequest,
  signal: AbortSignal,
): Promise<Completion> {
  const isOurs = ref.type === 'ref/resource' && RESOURCE_TEMPLATES.some(({ uriTemplate }) => uriTemplate === ref.uri)
  if (isOurs && argument.name === 'connection') return fitting(deps.connectionNames().map((name) => encodeURIComponent(name)), argument.value)
  if (!isOurs || argument.name !== 'model') return fitting([], '')
  const connection = decodedPart(context?.arguments?.['connection'] ?? '')
  const args = { value: argument.value, ...(connection !== undefined && connection !== '' && { connection }) }
  const { isError, structuredContent } = await runTool(deps, client, modelNames, args, signal)
  if (isError) return fitting([], '')
  const { values, total, hasMore } = structuredContent as unknown as Completion
  return { values, total, hasMore }
}

/** It tells which models there are, as `odoo_find_models` does, and is noted as such. */
const modelNames: Tool = {
  name: 'odoo_find_models',
  definition: {},
  run: async (call, args) => {
    const { reader, user } = await call.open()
    const models = await reader.models(call.options({ lang: user.lang }))
    const shown = models.map(({ model }) => model).filter((model) => isModelName(model) && call.visibility.isModelListed(model))
    const completion = fitting(shown, (args as CompletionRequest['argument']).value)
    call.trail.rows = completion.values.length
    return completion
  },
}

/** What begins with the value first, then what contains it. */
function fitting(known: readonly string[], value: string): Completion {
  const wanted = value.toLowerCase()
  const found = known
    .filter((name) => name.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)) || (a < b ? -1 : 1))
  return { values: found.slice(0, MOST_VALUES), total: found.length, hasMore: found.length > MOST_VALUES }
}
