/** What our own documents are made of; no more of Markdown than they use. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 3 | 4 | 5; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

/** The blocks of a document below its title. */
export function blocksOf(markdown: string): readonly Block[] {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .flatMap((text) => text.split(/\n(?=#)/))
    .flatMap(blockOf)
}

function blockOf(text: string): readonly Block[] {
  const heading = /^(#{1,4}) (.*)$/.exec(text)
  if (heading !== null) {
    const depth = heading[1]?.length ?? 1
    // The title of the dialog is that of the document.
    return depth === 1 ? [] : [{ kind: 'heading', level: depth === 2 ? 3 : depth === 3 ? 4 : 5, text: plain(heading[2] ?? '') }]
  }
  if (text.startsWith('- ')) return [{ kind: 'list', items: text.slice(2).split(/\n- /).map(plain) }]
  if (!text.startsWith('|')) return [{ kind: 'paragraph', text: plain(text) }]
  const [head = [], , ...rows] = text.split('\n').map((line) => line.split('|').slice(1, -1).map(plain))
  return [{ kind: 'table', head, rows }]
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\*\*|`/g, '').trim()
}
