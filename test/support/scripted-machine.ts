import type { MachineLook } from '../../src/clients/machine-look'

export interface ScriptedMachine extends MachineLook {
  /** Programs that were run, with their arguments. */
  readonly asked: readonly string[]
}

/** A machine of any system that holds these files, and answers these programs with these texts. */
export function scriptedMachine({ files = {}, runs = {} }: { files?: Readonly<Record<string, string>>; runs?: Readonly<Record<string, string>> }): ScriptedMachine {
  const asked: string[] = []
  const below = (directory: string): string[] => Object.keys(files).filter((file) => file.startsWith(`${directory}/`) || file.startsWith(`${directory}\\`))
  return {
    asked,
    exists: async (path) => path in files || below(path).length > 0,
    list: async (path) => [...new Set(below(path).map((file) => file.slice(path.length + 1).split(/[\\/]/)[0] ?? ''))],
    readText: async (path) => files[path] ?? null,
    run: async (program, args) => {
      asked.push([program, ...args].join(' '))
      return runs[program] ?? null
    },
  }
}
