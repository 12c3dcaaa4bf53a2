import type { ModelDef } from '../engine/model'
import type { World } from './world'

/** The lists of models, fields and access rights, taken from the schema itself. */
export function addModelList(world: World, models: ReadonlyMap<string, ModelDef>): void {
  const groups = new Map(world.rows('res.groups').map((row) => [String(row['xmlid']), row.id]))
  for (const model of models.values()) {
    const id = world.add('ir.model', { name: model.label, model: model.name, info: false, state: model.name.startsWith('x_') ? 'manual' : 'base', transient: false, abstract: false, apps: model.name.split('.')[0] ?? 'base' })
    for (const field of model.fields.values()) {
      world.add('ir.model.fields', { name: field.name, model: model.name, model_id: id, field_description: field.string, ttype: field.type, relation: field.relation ?? false, required: field.required, readonly: field.readonly, store: field.store })
    }
    for (const group of new Set(Object.values(model.access).flat())) {
      world.add('ir.model.access', {
        name: `${model.name} ${group}`, active: true, model_id: id, group_id: groups.get(group) ?? false, perm_read: model.access.read.includes(group), perm_write: model.access.write.includes(group),
        perm_create: model.access.create.includes(group), perm_unlink: model.access.unlink.includes(group),
      })
    }
  }
}
