/** A filter without its values, as a tree. */
export type ShapeTerm =
  | { readonly kind: 'leaf'; readonly text: string }
  | { readonly kind: 'nested'; readonly text: string; readonly term: ShapeTerm }
  | { readonly kind: 'not'; readonly term: ShapeTerm }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly ShapeTerm[] }

const MAX_SHAPE_LENGTH = 300

/** Draws it the way people read filters; an "…" at the end marks that it was cut. */
export function drawShape(term: ShapeTerm): string {
  const text = draw(term, 'bare')
  return text.length <= MAX_SHAPE_LENGTH ? text : `${text.slice(0, MAX_SHAPE_LENGTH - 1)}…`
}

function draw(term: ShapeTerm, place: 'bare' | 'and' | 'or'): string {
  switch (term.kind) {
    case 'leaf':
      return term.text
    case 'nested':
      return `${term.text} (${draw(term.term, 'bare')})`
    case 'not':
      return `not (${draw(term.term, 'bare')})`
    case 'and':
    case 'or': {
      const [only] = term.terms
      if (term.terms.length === 1 && only !== undefined) return draw(only, place)
      // An "and" within an "and" needs no brackets, any other mixture does.
      const kind = term.kind
      const text = term.terms.map((part) => draw(part, kind)).join(` ${kind} `)
      return place === 'bare' || place === kind ? text : `(${text})`
    }
  }
}
