import { startSampleOdoo, type SampleOdooOptions } from './server'

/** `--port 8069 --version 19 --delay-ms 10 --host 127.0.0.1 --db sample --now 2026-06-15T09:30:00Z --until-stdin-ends` */
function optionsFrom(args: readonly string[]): { options: SampleOdooOptions; untilStdinEnds: boolean } {
  const options: SampleOdooOptions = { version: 19, port: 8069 }
  let untilStdinEnds = false
  for (let index = 0; index < args.length; index += 1) {
    const flag = args[index] ?? ''
    const take = (): string => {
      index += 1
      const value = args[index]
      if (value === undefined) throw new Error(`${flag} needs a value`)
      return value
    }
    if (flag === '--port') options.port = whole(flag, take())
    else if (flag === '--host') options.host = take()
    else if (flag === '--delay-ms') options.delayMs = whole(flag, take())
    else if (flag === '--db') options.db = take()
    else if (flag === '--now') options.now = take()
    else if (flag === '--until-stdin-ends') untilStdinEnds = true
    else if (flag === '--version') {
      const version = whole(flag, take())
      if (version !== 16 && version !== 17 && version !== 18 && version !== 19 && version !== 20) throw new Error('--version is one of 16, 17, 18, 19, 20')
      options.version = version
    } else throw new Error(`unknown flag ${flag}`)
  }
  return { options, untilStdinEnds }
}

function whole(flag: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new Error(`${flag} needs a whole number`)
  return value
}

async function main(): Promise<void> {
  const { options, untilStdinEnds } = optionsFrom(process.argv.slice(2))
  const odoo = await startSampleOdoo(options)
  let closing = false
  const stop = (): void => {
    if (closing) return
    closing = true
    void odoo.close().then(() => {
      process.exit(0)
    })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (untilStdinEnds) process.stdin.on('end', stop).on('close', stop).resume()
  const { url, db, login, apiKey, adminKey } = odoo
  process.stdout.write(`${JSON.stringify({ url, db, login, apiKey, adminKey })}\n`)
}

main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exit(1)
})
