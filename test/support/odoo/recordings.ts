import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Requests and answers of real Odoo servers, where they lie beside the project. */
export interface Recording {
  readonly case: string
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown }
  readonly response: { readonly status: number; readonly contentType: string; readonly body: unknown }
}

const folder = join(__dirname, '../../../../shared/odoo-recordings')
export const hasRecordings = existsSync(join(folder, 'odoo19-json2.json'))
export const NO_RECORDINGS = 'no recordings of real servers beside the project'

export function recordingsOf(version: number, protocol: 'json2' | 'jsonrpc'): ReadonlyMap<string, Recording> {
  const { recordings } = JSON.parse(readFileSync(join(folder, `odoo${version}-${protocol}.json`), 'utf8')) as { recordings: Recording[] }
  return new Map(recordings.map((recording) => [recording.case.replace(/^(?:json2|jsonrpc)_/, ''), recording]))
}

/** `fields_get` of a real server, by model. */
export function recordedSchemas(version: number): Readonly<Record<string, unknown>> {
  return (JSON.parse(readFileSync(join(folder, `odoo${version}-schema-reader.json`), 'utf8')) as { fields_get: Record<string, unknown> }).fields_get
}
