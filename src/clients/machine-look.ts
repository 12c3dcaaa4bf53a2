import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { FileProbe } from './client-places'
import { diskProbe } from './file-probe'

/** What looking for programs that are installed or running asks the system. A test answers for another one. */
export interface MachineLook extends FileProbe {
  /** Null when there is no such file, or it may not be read. */
  readText(path: string): Promise<string | null>
  /** What a program writes to standard output; null when it is not there or fails. Takes no input and nothing from a user. */
  run(program: string, args: readonly string[]): Promise<string | null>
}

const runFile = promisify(execFile)

/** A system that is too busy to answer has not answered. */
const patienceMs = 15_000

export const thisMachine: MachineLook = {
  ...diskProbe,
  readText: (path) => readFile(path, 'utf8').catch(() => null),
  run: (program, args) =>
    runFile(program, [...args], { timeout: patienceMs, windowsHide: true }).then(
      ({ stdout }) => stdout,
      () => null,
    ),
}
