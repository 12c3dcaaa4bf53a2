import type { ToolName } from '../contract/activity'
import type { Input } from './arguments'
import type { Call } from './call'

/** What a tool answers: becomes `structuredContent` and, as JSON without white space, the text block. */
export type Answer = Readonly<Record<string, unknown>>

/** Largest answer as UTF-8 bytes of its JSON, with the name of the connection. */
export const LARGEST_ANSWER_BYTES = 24 * 1024

/** What is left of it to the tools: the longest name of a connection takes 320 bytes. */
export const ANSWER_BYTES = LARGEST_ANSWER_BYTES - 400

/** Why an answer was cut by the user's own limit. */
export const mostRowsSaid = (most: number): string => `The user lets at most ${String(most)} records stand in one answer.`

type OutputType = 'string' | 'integer' | 'boolean' | 'array' | 'object'

export interface Tool {
  readonly name: ToolName
  /** As `tools/list` gives it. */
  readonly definition: Readonly<Record<string, unknown>>
  /** Reads the arguments strictly, then answers. Throws `VitrineError`; anything else counts as an internal failure. */
  readonly run: (call: Call, args: unknown) => Promise<Answer>
}

const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true }

/**
 * Puts a tool together. No property of the output is required in its schema: an error has the same place in a result and
 * clients hold it against the same schema.
 */
export function defineTool<T>(tool: {
  readonly name: ToolName
  readonly title: string
  readonly description: string
  readonly input: Input<T>
  readonly output: Readonly<Record<string, OutputType>>
  readonly run: (call: Call, args: T) => Promise<Answer>
}): Tool {
  const { name, title, description, input, output } = tool
  return {
    name,
    definition: {
      name,
      title,
      description,
      inputSchema: input.schema,
      outputSchema: {
        type: 'object',
        properties: Object.fromEntries(Object.entries(output).map(([key, type]) => [key, { type }])),
      },
      annotations,
    },
    run: (call, args) => tool.run(call, input.parse(args)),
  }
}
