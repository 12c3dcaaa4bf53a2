import type { Domain, DomainItem } from './port'

/** Filters as terms: a whole filter is terms side by side, joined by an unwritten "and". Everything here is well-formed already. */

/** How many terms stand side by side. */
function termsIn(domain: Domain): number {
  let terms = 0
  for (const item of [...domain].reverse()) {
    if (item === '&' || item === '|') terms -= 1
    else if (item !== '!') terms += 1
  }
  return terms
}

/** The filter as a single term, which can stand behind an operator. An empty one has none. */
export function asOneTerm(domain: Domain): readonly DomainItem[] {
  return [...Array.from({ length: Math.max(0, termsIn(domain) - 1) }, (): DomainItem => '&'), ...domain]
}

/** All of the terms at once, as a single one. */
export function andOf(terms: readonly (readonly DomainItem[])[]): readonly DomainItem[] {
  const some = terms.filter((term) => term.length > 0)
  return [...some.slice(1).map((): DomainItem => '&'), ...some.flat()]
}

export const orOf = (first: readonly DomainItem[], second: readonly DomainItem[]): readonly DomainItem[] => ['|', ...first, ...second]

/** A filter on another model's records, as one on the records that point to them. */
export function behind(path: string, domain: Domain): Domain {
  return domain.map((item) => (typeof item === 'string' ? item : [`${path}.${item[0]}`, item[1], item[2]] as const))
}
