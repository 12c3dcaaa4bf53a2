import { PyFloat, type Answer, type Json } from './model'

/** Python's `repr` of a JSON value, as it appears in Odoo's messages. */
export function repr(value: Json | undefined): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return reprString(value)
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  return `{${Object.entries(value).map(([key, item]) => `${reprString(key)}: ${repr(item)}`).join(', ')}}`
}

function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')
  return quote + (quote === "'" ? escaped.replace(/'/g, "\\'") : escaped) + quote
}

/** `repr` of a domain's leaf: Odoo prints it as a tuple. */
export function reprLeaf(leaf: readonly Json[]): string {
  const items = leaf.map(repr).join(', ')
  return leaf.length === 1 ? `(${items},)` : `(${items})`
}

/** The name of a value's Python type. */
export function typeName(value: Json | undefined): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'string') return 'str'
  return Array.isArray(value) ? 'list' : 'dict'
}

/** JSON as Python's `json.dumps` spaces it; `undefined` members are left out. */
export function dumps(value: Answer): string {
  if (value === undefined) return 'null'
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return JSON.stringify(value)
  }
  if (value instanceof PyFloat) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value)
  if (Array.isArray(value)) {
    let text = '['
    for (let index = 0; index < value.length; index += 1) text += (index ? ', ' : '') + dumps(value[index])
    return text + ']'
  }
  let text = '{'
  for (const key in value) {
    const item = value[key]
    if (item === undefined) continue
    text += `${text.length > 1 ? ', ' : ''}${JSON.stringify(key)}: ${dumps(item)}`
  }
  return text + '}'
}
