import * as z from 'zod/mini'
import { GLOSSARY_LIMITS, type GlossaryEntry } from '../contract/glossary'
import { isModelName } from '../policy/names'

const entries = z
  .array(
    z.strictObject({
      word: z.string().check(z.minLength(1), z.maxLength(GLOSSARY_LIMITS.word)),
      model: z.string().check(z.refine(isModelName)),
      /** As in a tool call, or as the text of one. */
      domain: z.optional(z.union([z.array(z.unknown()), z.string()])),
    }),
  )
  .check(z.maxLength(GLOSSARY_LIMITS.entries))

/** Reads a glossary out of a file. Null for anything that is none; whether a filter fits its model is checked when it is used. */
export function parseGlossary(value: unknown): readonly GlossaryEntry[] | null {
  const parsed = entries.safeParse(value)
  if (!parsed.success) return null
  const texts = parsed.data.map(({ word, model, domain = '' }) => ({
    word, model, domain: typeof domain === 'string' ? domain.trim() : JSON.stringify(domain),
  }))
  return texts.some(({ domain }) => domain.length > GLOSSARY_LIMITS.domain) ? null : texts
}
