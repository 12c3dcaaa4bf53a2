import type { FieldInfo } from '../../../src/odoo/port'

/** A stored, searchable, sortable, groupable field. */
export function fieldOf(name: string, type: FieldInfo['type'], more: Partial<FieldInfo> = {}): FieldInfo {
  return { name, label: name, type, stored: true, searchable: true, sortable: true, groupable: true, companyDependent: false, required: false, ...more }
}
