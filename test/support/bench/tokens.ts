/**
 * Tokens of a text as one public tokenizer counts them. Its tables are loaded when they are first needed: the house runs from
 * the same bundle, and its memory is measured.
 */
export async function tokensOf(text: string): Promise<number> {
  const { encode } = await import('gpt-tokenizer')
  return encode(text).length
}
