import { demonstrate, type Demonstrated, type ElectronCommand } from './demonstration'

/* `npm run demo`: see build/scripts/demo.mjs, which prepares the session and names the Electron to run. */

function electronCommand(): ElectronCommand {
  const executable = process.env['VITRINE_ELECTRON']
  if (executable === undefined) throw new Error('Start the demonstration with: npm run demo')
  return { executable, args: (process.env['VITRINE_ELECTRON_ARGS'] ?? '').split(' ').filter(Boolean) }
}

function report(shown: Demonstrated): string {
  const indented = (lines: readonly string[]): string => lines.map((line) => `    ${line}`).join('\n')
  return [
    `Electron ${shown.electron}, Odoo over ${shown.protocol}; ${shown.tools.length} tools: ${shown.tools.join(', ')}`,
    '',
    ...shown.questions.flatMap(({ question, tool, ms, isRight, answer }) => [
      `  ${question}`,
      indented([`${tool}, ${ms} ms: ${answer}`, isRight ? 'Odoo itself says the same.' : 'Odoo itself says something else.']),
      '',
    ]),
    '  What the journal holds of it',
    indented(shown.journal.map(({ time, client, tool, model, fields, rows, ms, outcome }) =>
      `${time}  ${client}  ${tool}  ${model ?? ''}  [${fields.join(' ')}]  rows ${rows}  ${ms} ms  ${outcome}`)),
    '',
    "  Claude's configuration",
    indented(shown.claudeConfig.trimEnd().split('\n')),
    '',
    '  Names in the keychain',
    indented(shown.keychainItems),
    '',
    '  The menu in the tray',
    indented(shown.trayMenu),
    '',
    `  The window: ${shown.screenshot}`,
    '',
    shown.ok ? 'Everything held.' : shown.failures.join('\n'),
  ].join('\n')
}

async function main(args: readonly string[]): Promise<void> {
  const isJson = args.includes('--json')
  try {
    const shown = await demonstrate(__dirname, electronCommand(), (sentence) => {
      process.stdout.write(`· ${sentence}\n`)
    })
    process.stdout.write(isJson ? `${JSON.stringify(shown)}\n` : `\n${report(shown)}\n`)
    process.exitCode = shown.ok ? 0 : 1
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${message}\n`)
    if (isJson) process.stdout.write(`${JSON.stringify({ ok: false, failures: [message] })}\n`)
    process.exitCode = 1
  }
}

void main(process.argv.slice(2))
