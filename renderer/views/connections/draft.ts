import type { ConnectionDraft } from '../../../src/contract/requests'
import type { MessageId } from '../../i18n/text'

export type DraftFaults = Partial<Record<'url' | 'login' | 'apiKey' | 'caFile', MessageId>>

export interface CheckedDraft {
  /** Null while there are faults. */
  readonly draft: ConnectionDraft | null
  readonly faults: DraftFaults
}

/**
 * Puts together what was typed and names what is missing. The rules that matter, above all TLS, are checked again where
 * the connection is made; here they only save a round.
 *
 * @param typed what stands in the field of a name
 */
export function checkDraft(typed: (name: keyof ConnectionDraft) => string): CheckedDraft {
  const { url, fault } = checkedAddress(typed('url'))
  const draft: ConnectionDraft = {
    name: typed('name').trim() === '' ? (hostOf(url) ?? '') : typed('name').trim(),
    url,
    database: typed('database').trim(),
    login: typed('login').trim(),
    apiKey: typed('apiKey').trim(),
    caFile: typed('caFile').trim(),
  }
  const faults: DraftFaults = {
    ...(fault === undefined ? {} : { url: fault }),
    ...(draft.login === '' ? { login: 'fault.login' } : {}),
    ...(draft.apiKey === '' ? { apiKey: 'fault.apiKey' } : {}),
    ...(draft.caFile === '' || isAbsolutePath(draft.caFile) ? {} : { caFile: 'fault.caFile' }),
  }
  return { draft: Object.keys(faults).length === 0 ? draft : null, faults }
}

/** An address as it was typed or pasted, with the scheme that is meant, and what is wrong with it. */
export function checkedAddress(typed: string): { readonly url: string; readonly fault?: MessageId } {
  const url = withScheme(typed.trim())
  const host = hostOf(url)
  if (url === '') return { url, fault: 'fault.url.missing' }
  if (host === undefined) return { url, fault: 'fault.url.wrong' }
  return url.startsWith('http:') && !isLoopback(host) ? { url, fault: 'fault.url.plain' } : { url }
}

/** Without one, plain http is meant on this computer alone. */
function withScheme(address: string): string {
  if (address === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address
  const host = hostOf(`https://${address}`)
  return `${host !== undefined && isLoopback(host) ? 'http' : 'https'}://${address}`
}

function hostOf(url: string): string | undefined {
  try {
    const { protocol, hostname } = new URL(url)
    return (protocol === 'https:' || protocol === 'http:') && hostname !== '' ? hostname : undefined
  } catch {
    return undefined
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:[\\/]/i.test(path) || path.startsWith('\\\\')
}
