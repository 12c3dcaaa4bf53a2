import { entryName } from './entry'

export interface SnippetFacts {
  /** What the user calls the client. */
  readonly clientId: string
  readonly relay: { readonly command: string; readonly script: string | null } | null
  readonly port: number
}

export interface Snippets {
  readonly stdio: string | null
  readonly http: string
}

/** Where the user puts the key that Vitrine showed once. */
const keyPlaceholder = 'KEY_FROM_VITRINE'

/** What a user pastes into the configuration of a client that is not in the table. Holds no key. */
export function snippets({ clientId, relay, port }: SnippetFacts): Snippets {
  const args = relay === null ? [] : [...(relay.script === null ? [] : [relay.script]), '--client', clientId]
  const text = (entry: object): string => JSON.stringify({ mcpServers: { [entryName]: entry } }, null, 2)
  return {
    stdio: relay === null ? null : text({ command: relay.command, args }),
    http: text({ type: 'http', url: `http://127.0.0.1:${port}/mcp`, headers: { Authorization: `Bearer ${keyPlaceholder}` } }),
  }
}
