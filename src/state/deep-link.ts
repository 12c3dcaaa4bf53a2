import { VIEW_NAMES, type ViewName } from '../contract/requests'

/** Other programs may hand us links of this scheme, and nothing but which view to show is ever taken from one. */
export const LINK_SCHEME = 'vitrine'

const prefix = `${LINK_SCHEME}://open/`

/** The view that a link among the arguments of a start asks for, such as `vitrine://open/activity`; null for anything else. */
export function linkedView(argv: readonly string[]): ViewName | null {
  const links = argv.filter((argument) => argument.startsWith(prefix))
  if (links.length !== 1) return null
  // Some systems end an address in a slash that nobody wrote.
  const name = links[0]?.slice(prefix.length).replace(/\/$/, '')
  return VIEW_NAMES.find((view) => view === name) ?? null
}
