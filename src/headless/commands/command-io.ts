import type { Host } from '../../host/host'

/** What a command may do with the world. What it has to say goes out line by line; it never ends the program itself. */
export interface CommandIo {
  readonly host: Host
  /** To standard output: the result, and nothing else. */
  readonly out: (line: string) => void
  /** A piece of a result that is no line, to standard output: resolves when the next one may follow, or nobody reads any more. */
  readonly write: (text: string) => Promise<'taken' | 'gone'>
  /** To standard error: what is wrong, and remarks. */
  readonly err: (line: string) => void
  /** What a client starts where no Vitrine is installed: the relay of this source tree and the Node.js that runs it. */
  readonly ownRelay?: { readonly command: string; readonly script: string }
  /** The text of a file, without a byte-order mark. Throws the system's error when it cannot be read. */
  readonly readText: (path: string) => Promise<string>
}

/** Answers the exit code of the program: 0 all is well, 1 what was looked at is not, 2 the command was used wrongly. */
export type Command = (args: readonly string[], io: CommandIo) => Promise<number>
