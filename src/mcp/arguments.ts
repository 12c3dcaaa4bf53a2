import { VitrineError } from '../errors/vitrine-error'
import { clip } from './render/text'

/** Plain JSON Schema, as far as the tools need it: no unions, so that every client understands it. */
export interface PropertySchema {
  readonly type: 'string' | 'integer' | 'boolean' | 'array'
  readonly description?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: number
  readonly items?: { readonly type?: 'string' | 'integer' }
  readonly minItems?: number
  readonly maxItems?: number
}

/** One argument: its schema for the client, and the strict reading of what a client sent. */
export interface Argument<T> {
  readonly schema: PropertySchema
  readonly isRequired: boolean
  /** `value` is `undefined` when the client did not send the argument. */
  readonly read: (value: unknown, name: string) => T
}

export interface Input<T> {
  readonly schema: {
    readonly type: 'object'
    readonly properties: Readonly<Record<string, PropertySchema>>
    readonly required?: readonly string[]
    readonly additionalProperties: false
  }
  /** Throws `invalid_domain`, naming the argument, for anything that does not fit the schema. */
  readonly parse: (value: unknown) => T
}

type Shape = Readonly<Record<string, Argument<unknown>>>
type Values<S extends Shape> = { readonly [K in keyof S]: S[K] extends Argument<infer T> ? T : never }

const invalid = (message: string, hint = ''): VitrineError => new VitrineError('invalid_domain', message, { hint })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Besides the arguments given, every tool takes `connection`, which is followed before the tool runs: see `Call.choose`. */
export function defineInput<const S extends Shape>(own: S): Input<Values<S>> {
  const shape: Shape = { ...own, connection: text('Name, if not the active one') }
  const names = Object.keys(shape)
  const required = names.filter((name) => shape[name]?.isRequired)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(shape).map(([name, { schema }]) => [name, schema])),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    parse: (value) => {
      if (value !== undefined && !isObject(value)) throw invalid('The arguments must be an object.')
      const given = value ?? {}
      for (const name of Object.keys(given)) {
        if (!Object.hasOwn(shape, name)) {
          throw invalid(`There is no argument '${clip(name, 40)}'.`, `Arguments: ${names.join(', ') || 'none'}.`)
        }
      }
      const entries = Object.entries(shape).map(([name, argument]) => {
        const item = Object.hasOwn(given, name) ? given[name] : undefined
        if (item === undefined && argument.isRequired) throw invalid(`Argument '${name}' is missing.`)
        return [name, argument.read(item, name)]
      })
      return Object.fromEntries(entries) as Values<S>
    },
  }
}

const optional = <T>(read: (value: unknown, name: string) => T) =>
  (value: unknown, name: string): T | undefined => (value === undefined ? undefined : read(value, name))

function readText(value: unknown, name: string, longest: number): string {
  if (typeof value !== 'string') throw invalid(`Argument '${name}' must be text.`)
  if (value.trim() === '') throw invalid(`Argument '${name}' must not be empty.`)
  if (value.length > longest) throw invalid(`Argument '${name}' is longer than ${String(longest)} characters.`)
  return value
}

/** A short text; `longest` in UTF-16 units. */
export const text = (description: string, longest = 200): Argument<string | undefined> => ({
  schema: { type: 'string', ...(description !== '' && { description }) },
  isRequired: false,
  read: optional((value, name) => readText(value, name, longest)),
})

const modelName = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/

/** Whether a text has the form of a technical model name; anything else is kept out of requests and of the journal. */
export const isModelName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 100 && modelName.test(value)

export const model = (description: string): Argument<string> => ({
  schema: { type: 'string', ...(description !== '' && { description }) },
  isRequired: true,
  read: (value, name) => {
    if (!isModelName(value)) {
      throw invalid(
        `Argument '${name}' must be a technical model name such as 'sale.order'.`,
        'odoo_find_models finds the name by what people call it.',
      )
    }
    return value
  },
})

/** A whole number between `minimum` and `maximum`, both included. */
export function integer(
  description: string,
  range: { readonly minimum: number; readonly maximum: number; readonly default: number },
): Argument<number> {
  return {
    schema: { type: 'integer', ...(description !== '' && { description }), ...range },
    isRequired: false,
    read: (value, name) => {
      if (value === undefined) return range.default
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < range.minimum || value > range.maximum) {
        throw invalid(`Argument '${name}' must be a whole number from ${String(range.minimum)} to ${String(range.maximum)}.`)
      }
      return value
    },
  }
}

export const flag = (description: string): Argument<boolean> => ({
  schema: { type: 'boolean', ...(description !== '' && { description }) },
  isRequired: false,
  read: (value, name) => {
    if (value === undefined) return false
    if (typeof value !== 'boolean') throw invalid(`Argument '${name}' must be true or false.`)
    return value
  },
})

interface ListOptions {
  readonly most: number
  /** Longest item, in UTF-16 units. */
  readonly longest?: number
}

function readList(value: unknown, name: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`Argument '${name}' must be a list.`)
  if (value.length === 0) throw invalid(`Argument '${name}' must not be an empty list.`)
  if (value.length > most) throw invalid(`Argument '${name}' must have at most ${String(most)} items.`)
  return value as readonly unknown[]
}

const readTexts = (value: unknown, name: string, { most, longest = 128 }: ListOptions): readonly string[] => [
  ...new Set(readList(value, name, most).map((item, index) => readText(item, `${name}[${String(index)}]`, longest))),
]

const textsSchema = (description: string, most: number): PropertySchema => ({
  type: 'array',
  items: { type: 'string' },
  maxItems: most,
  ...(description !== '' && { description }),
})

/** Texts without repetition, in the order given. */
export const texts = (description: string, options: ListOptions): Argument<readonly string[] | undefined> => ({
  schema: textsSchema(description, options.most),
  isRequired: false,
  read: optional((value, name) => readTexts(value, name, options)),
})

/** As `texts`, for what may as well be empty: no measures, no groups and nothing to expand mean just that. */
export const textsOrNone = (description: string, options: ListOptions): Argument<readonly string[] | undefined> => {
  const some = texts(description, options)
  return { ...some, read: (value, name) => (Array.isArray(value) && value.length === 0 ? undefined : some.read(value, name)) }
}

export const requiredTexts = (description: string, options: ListOptions): Argument<readonly string[]> => ({
  schema: textsSchema(description, options.most),
  isRequired: true,
  read: (value, name) => readTexts(value, name, options),
})

/** The largest id Odoo's database can hold; a larger one would be an error of the database. */
const largestId = 2_147_483_647

function readIds(value: unknown, name: string, most: number): readonly number[] {
  const items = readList(value, name, most)
  items.forEach((item, index) => {
    if (typeof item !== 'number' || !Number.isSafeInteger(item) || item < 1 || item > largestId) {
      throw invalid(`Argument '${name}[${String(index)}]' must be a record's id, a whole number from 1.`)
    }
  })
  return [...new Set(items as readonly number[])]
}

const idsSchema = (description: string, most: number): PropertySchema => ({
  type: 'array',
  items: { type: 'integer' },
  maxItems: most,
  ...(description !== '' && { description }),
})

/** Ids without repetition, in the order given. */
export const ids = (description: string, options: ListOptions): Argument<readonly number[] | undefined> => ({
  schema: idsSchema(description, options.most),
  isRequired: false,
  read: optional((value, name) => readIds(value, name, options.most)),
})

export const requiredIds = (description: string, options: ListOptions): Argument<readonly number[]> => ({
  schema: idsSchema(description, options.most),
  isRequired: true,
  read: (value, name) => readIds(value, name, options.most),
})

/** A filter: handed on as it came, because checking it needs the model's schema. A list, or a text that holds one. */
export const domain = (description: string): Argument<unknown> => ({
  schema: { type: 'array', items: {}, ...(description !== '' && { description }) },
  isRequired: false,
  read: (value) => value,
})
