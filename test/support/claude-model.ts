import { readFile, writeFile } from 'node:fs/promises'

/**
 * How Claude Desktop treats its configuration: it reads the file when it starts, writes it anew from memory while it runs
 * whenever a preference changes, and begins with an empty one when the file opens with a byte-order mark.
 */
export interface ClaudeModel {
  readonly start: () => Promise<void>
  /** The user changes a preference in its window. */
  readonly prefer: (name: string, value: string) => Promise<void>
  readonly quit: () => void
  /** Its process, another one after each start; null while it does not run. */
  readonly pid: () => number | null
  /** The servers it would start, by name. */
  readonly servers: () => readonly string[]
}

export function claudeModel(path: string): ClaudeModel {
  let memory: Record<string, unknown> | null = null
  let starts = 0
  const save = () => writeFile(path, JSON.stringify(memory, null, 2))
  return {
    start: async () => {
      starts += 1
      const text = await readFile(path, 'utf8').catch(() => '{}')
      const hasMark = text.startsWith('\uFEFF')
      memory = hasMark ? {} : (JSON.parse(text) as Record<string, unknown>)
      if (hasMark) await save()
    },
    prefer: async (name, value) => {
      if (memory === null) throw new Error('Claude does not run.')
      memory = { ...memory, [name]: value }
      await save()
    },
    quit: () => {
      memory = null
    },
    pid: () => (memory === null ? null : 400_000 + starts),
    servers: () => Object.keys((memory?.['mcpServers'] as object | undefined) ?? {}),
  }
}
