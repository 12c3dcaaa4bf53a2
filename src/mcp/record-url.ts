import type { OdooVersion } from '../odoo/port'

/** The address of a record for a browser; `{id}` stands for the id. Odoo changed it with version 18. */
export function recordUrlPattern(base: string, version: OdooVersion, model: string): string {
  const root = base.replace(/\/+$/, '')
  return version.major >= 18 ? `${root}/odoo/${model}/{id}` : `${root}/web#id={id}&model=${model}&view_type=form`
}

export const recordUrl = (pattern: string, id: number): string => pattern.replace('{id}', String(id))
