import { register } from 'node:module'

/*
 * The suite imports `globSync` from `fs`, which Node has from 22 on, for a command that is not used here: without it the
 * program does not even start on Node 20. May go when Node 20 goes.
 */
const shim = `data:text/javascript,${encodeURIComponent(`
export * from 'node:fs'
export { default } from 'node:fs'
export const globSync = () => { throw new Error('globSync is not needed to run scenarios') }
`)}`

const hooks = `data:text/javascript,${encodeURIComponent(`
export const resolve = (specifier, context, next) =>
  specifier === 'fs' && String(context.parentURL).includes('/conformance/dist/') ? { url: ${JSON.stringify(shim)}, shortCircuit: true } : next(specifier, context)
`)}`

register(hooks)
