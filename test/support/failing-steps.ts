import * as fsPromises from 'node:fs/promises'
import type { FileSteps } from '../../src/files/file-steps'

export interface FailingSteps {
  readonly fs: FileSteps
  /** Names of the calls made so far, those on open files among them. */
  readonly calls: readonly string[]
  /** Closes what a "dead process" left open. */
  close(): Promise<void>
}

export interface FailureAt {
  /** The call that fails, from 0. Without one, nothing fails and calls are counted. */
  readonly call?: number
  /**
   * `error`: that call alone fails. `crash`: it and every later one fail, as if the process had died there. `kill`: the
   * process really dies there, by SIGKILL.
   */
  readonly kind?: 'error' | 'crash' | 'kill'
  /** System error code; ENOSPC unless said otherwise. */
  readonly code?: string
}

/** The real file system, in which the nth call fails. A write that fails has written half of its bytes. */
export function failingSteps({ call: failing, kind = 'error', code = 'ENOSPC' }: FailureAt = {}): FailingSteps {
  const calls: string[] = []
  const handles = new Set<fsPromises.FileHandle>()

  const step = async <T>(name: string, run: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> => {
    const index = calls.push(name) - 1
    const fails = failing !== undefined && (index === failing || (kind === 'crash' && index > failing))
    if (!fails) return run()
    if (index === failing) await half?.()
    if (kind === 'kill') process.kill(process.pid, 'SIGKILL')
    throw Object.assign(new Error(`${name} failed on purpose`), { code })
  }

  const wrapHandle = (handle: fsPromises.FileHandle) =>
    new Proxy(handle, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...args: unknown[]) =>
          step(
            `file.${String(name)}`,
            async () => {
              if (name === 'close') handles.delete(target)
              return Reflect.apply(member, target, args) as Promise<unknown>
            },
            name === 'writeFile' ? () => target.writeFile(Buffer.from(args[0] as string | Uint8Array).subarray(0, 7)) : undefined,
          )
      },
    })

  const fs = new Proxy(fsPromises, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: unknown[]) =>
        step(String(name), async () => {
          const result: unknown = await Reflect.apply(member, target, args)
          if (name !== 'open') return result
          const handle = result as fsPromises.FileHandle
          handles.add(handle)
          return wrapHandle(handle)
        })
    },
  })

  return {
    fs,
    calls,
    close: async () => {
      for (const handle of handles) await handle.close()
    },
  }
}
