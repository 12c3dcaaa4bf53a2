import type { OdooVersion } from './port'

/**
 * `19.0`, `19.0+e`, `saas~19.1`, `saas-18.2`, `18.4a1`, `17.0-20240709`, as `server_version` says it. Undefined for anything
 * that does not carry a version number of Odoo.
 */
export function parseOdooVersion(said: unknown): OdooVersion | undefined {
  if (typeof said !== 'string') return undefined
  const text = said.slice(0, 64).replace(/[^A-Za-z0-9.~+-]/g, '')
  const match = /^(?:saas[~-])?(\d{1,3})(?:\.(\d{1,3}))?(?!\d)/.exec(text)
  if (match === null) return undefined
  return { major: Number(match[1]), minor: Number(match[2] ?? 0), text }
}
