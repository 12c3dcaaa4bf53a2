import en from '../../src/i18n/en.json'
import { inEnglish } from '../../src/i18n/english'
import type { Sentence } from '../../src/i18n/sentence'

/** What was read once is the same object the next time, so that tests can see that something did not change. */
const readBefore = new WeakMap<object, unknown>()

/** The same with every sentence as an English reader sees it. */
export function asRead<T>(value: T): T {
  return read(value) as T
}

function read(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (!readBefore.has(value)) readBefore.set(value, readObject(value))
  return readBefore.get(value)
}

function readObject(value: object): unknown {
  if (isSentence(value)) return inEnglish(value)
  if (Array.isArray(value)) {
    const parts = value.map(read)
    return value.some(isPart) && parts.every((part) => typeof part === 'string') ? parts.join(' ') : parts
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, read(part)])) : value
}

/** Several sentences in turn are one text, also where they come as parts of parts. */
function isPart(value: unknown): value is Sentence {
  return typeof value === 'object' && value !== null && isSentence(value)
}

function isSentence(value: object): value is Sentence {
  return 'id' in value && typeof value.id === 'string' && value.id in en && Object.keys(value).every((name) => name === 'id' || name === 'values')
}
