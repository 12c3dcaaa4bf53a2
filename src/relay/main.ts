import { watch } from 'node:fs'
import { homedir } from 'node:os'
import { isClientId, vitrinePaths } from '../endpoint/address'
import { connectToApp } from './app-connection'
import { createOfflineAnswers } from './offline-answers'
import { startRelay } from './relay'
import { wakeApp } from './wake'

/*
 * The program that a client starts: `relay --client <id>`. Standard input and output carry MCP, standard error single
 * sentences for people. Node built-ins only, no configuration but the home directory, and no secret in arguments or
 * environment: the client's key is read from its file under `~/.vitrine/clients`.
 */

const usage = 'Usage: relay --client <id>. This program is started by a client such as Claude Desktop.'

function clientArgument(args: readonly string[]): string | undefined {
  const at = args.indexOf('--client')
  return at === -1 ? args.find((argument) => argument.startsWith('--client='))?.slice('--client='.length) : args[at + 1]
}

function supportedPlatform(): 'linux' | 'darwin' | 'win32' {
  return process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux'
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

function run(clientId: string): void {
  const machine = { platform: supportedPlatform(), homeDir: homedir() }
  const { runDir, announcementFile } = vitrinePaths(machine)
  const end = (): never => process.exit(0)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
  // A client that is gone cannot be told anything; nor may the sentence about it end us with an error.
  process.stdout.on('error', end)
  process.stderr.on('error', () => undefined)
  startRelay({
    input: process.stdin,
    output: process.stdout,
    connect: () => connectToApp(machine, clientId),
    offline: createOfflineAnswers(announcementFile),
    wake: () => wakeApp({ ...machine, now: Date.now }),
    onRunDirectoryChanged: (listener) => {
      try {
        watch(runDir, listener).on('error', () => undefined)
      } catch {
        // The directory is not there yet, or this file system cannot be watched: the relay looks again each second.
      }
    },
    schedule: (task, delayMs) => {
      const timer = setTimeout(task, delayMs)
      return () => clearTimeout(timer)
    },
    say,
    onEnded: () => void process.stdout.end(end),
  })
}

const clientId = clientArgument(process.argv.slice(1))
if (clientId === undefined || !isClientId(clientId)) {
  say(usage)
  process.exitCode = 2
} else {
  run(clientId)
}
