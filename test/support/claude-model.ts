import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

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

/**
 * Claude Desktop with its configuration at `path`. From a package on Windows, `path` is inside the private folder, and what
 * `behind` names is the file outside, which shows through as long as there is none of its own; it is never written.
 */
export function claudeModel(path: string, { behind }: { readonly behind?: string } = {}): ClaudeModel {
  let memory: Record<string, unknown> | null = null
  let starts = 0
  const save = async () => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, JSON.stringify(memory, null, 2))
  }
  const read = (file: string | undefined) => (file === undefined ? Promise.resolve(null) : readFile(file, 'utf8').catch(() => null))
  return {
    start: async () => {
      starts += 1
      const text = (await read(path)) ?? (await read(behind)) ?? '{}'
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
