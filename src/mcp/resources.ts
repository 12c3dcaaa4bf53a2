import { isModelName } from './arguments'
import { describeModelTool } from './tools/describe-model'
import { readTool } from './tools/read'
import type { Tool } from './tool'

export const RESOURCE_TEMPLATES = [
  {
    uriTemplate: 'odoo://{connection}/{model}/{id}',
    name: 'odoo_record',
    title: 'Odoo record',
    description: 'One record with its most telling fields',
    mimeType: 'application/json',
  },
  {
    uriTemplate: 'odoo://{connection}/{model}/schema',
    name: 'odoo_schema',
    title: 'Odoo model',
    description: 'The fields of a model',
    mimeType: 'application/json',
  },
] as const

/** A resource is a tool's answer under an address, so that it goes through the same policy and into the same journal. */
export interface ResourceTarget {
  readonly tool: Tool
  readonly args: Readonly<Record<string, unknown>>
}

const address = /^odoo:\/\/([^/?#]{1,400})\/([^/?#]{1,200})\/([^/?#]{1,20})$/

/** Takes an address apart; `undefined` for one that is no resource of ours. */
export function parseResource(uri: string): ResourceTarget | undefined {
  const match = address.exec(uri)
  if (match === null) return undefined
  const [, connection = '', model = '', last = ''] = match
  const name = decodedPart(connection)
  if (name === undefined || !isModelName(model)) return undefined
  if (last === 'schema') return { tool: describeModelTool, args: { model, connection: name } }
  return /^[1-9]\d{0,9}$/.test(last) ? { tool: readTool, args: { model, ids: [Number(last)], connection: name } } : undefined
}

/** A part of an address; `undefined` when it is not encoded as it should be. */
export function decodedPart(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
