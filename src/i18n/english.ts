import en from './en.json'
import { spoken, type Said, type Translator } from './sentence'
import { createTranslator } from './translator'

export const english: Translator = createTranslator(en, 'en-GB')

/** What was said, in English: for MCP clients, the log and the command line, which speak no other language. */
export function inEnglish(said: Said): string {
  return spoken(said, english)
}
