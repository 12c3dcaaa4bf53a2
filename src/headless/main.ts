/**
 * The program without a desktop. Without arguments it serves MCP over standard input and output; the first argument names a command
 * otherwise. Ends with 2 when it was started wrongly.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeHost } from '../host/node-host'
import type { Command, CommandIo } from './commands/command-io'
import { runClients } from './commands/clients'
import { runEvidence } from './commands/evidence'
import { runJournal } from './commands/journal'
import { runPolicy } from './commands/policy'
import { runProvision } from './commands/provision'
import { serve } from './serve'

const COMMANDS: ReadonlyMap<string, Command> = new Map([['clients', runClients], ['evidence', runEvidence], ['journal', runJournal], ['policy', runPolicy], ['provision', runProvision]])

const io = (): CommandIo => ({
  host: nodeHost(),
  ownRelay: { command: process.execPath, script: join(__dirname, 'relay.cjs') },
  out: (line) => void process.stdout.write(`${line}\n`),
  write: (text) =>
    new Promise((resolve) => {
      process.stdout.write(text, (error) => {
        resolve(error ? 'gone' : 'taken')
      })
    }),
  err: (line) => void process.stderr.write(`${line}\n`),
  readText: async (path) => (await readFile(path, 'utf8')).replace(/^\ufeff/, ''),
})

async function main([word, ...args]: readonly string[]): Promise<void> {
  if (word === undefined) {
    await serve()
    return
  }
  const command = COMMANDS.get(word)
  if (command === undefined) {
    io().err(`There is no command of this name. Commands: ${[...COMMANDS.keys()].join(', ')}. Without one, MCP is served over standard input and output.`)
    process.exitCode = 2
    return
  }
  // A reader that is gone, such as `head`, has seen enough.
  process.stdout.on('error', () => undefined)
  try {
    process.exitCode = await command(args, io())
  } catch {
    // What went wrong may hold a path or worse.
    io().err(`Something unforeseen went wrong with the command ${word}.`)
    process.exitCode = 1
  }
}

void main(process.argv.slice(2))
