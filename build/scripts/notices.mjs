import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { projectRoot } from './project-root.mjs'

/** Licences under which a package may be part of what users get: permissive ones, which ask for their text to be handed on. */
export const allowedLicences = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0']

/** Packages whose package.json names no licence, and where it is named instead. */
const namedElsewhere = { 'urlsafe-base64': 'MIT' }

/**
 * Every package that may be in what users get: the lock file's packages that are not for development alone.
 *
 * @returns {Promise<{ name: string, version: string, licence: string | undefined, texts: string[] }[]>} by name; `texts` are its licence files
 */
export async function shippedPackages() {
  const { packages } = JSON.parse(await readFile(join(projectRoot, 'package-lock.json'), 'utf8'))
  const shipped = Object.entries(packages).filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.devOptional)
  const read = shipped.map(async ([path, { version, license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    return { name, version, licence: license ?? namedElsewhere[name], texts: await licenceTexts(join(projectRoot, path)) }
  })
  return (await Promise.all(read)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Of files of their own, or of the readme's part about it where there is no such file. */
async function licenceTexts(directory) {
  const names = (await readdir(directory)).sort()
  const text = async (name) => (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n').trim()
  const files = names.filter((name) => /^(?:licen[cs]e|copying|notice)/i.test(name))
  if (files.length > 0) return Promise.all(files.map(text))
  const readme = names.find((name) => /^readme/i.test(name))
  const part = readme === undefined ? undefined : /^#+\s*licen[cs]e\s*\n([^#]+)/im.exec(await text(readme))?.[1]
  return part === undefined ? [] : [part.trim()]
}

/** The relay is a Node.js of its own. Its distribution keeps the licence beside the program, a Debian package among the documents. */
async function nodeLicence() {
  const places = [join(dirname(process.execPath), '..', 'LICENSE'), join(dirname(process.execPath), 'LICENSE'), '/usr/share/doc/nodejs/copyright']
  for (const place of places) {
    const text = await readFile(place, 'utf8').catch(() => undefined)
    if (text !== undefined) return text.replaceAll('\r\n', '\n').trim()
  }
  throw new Error('The licence of Node.js was not found beside it, and the relay must not be handed on without.')
}

/** The notices that go with every package, as text: who made what is in it, and on which terms. */
export async function thirdPartyNotices() {
  const packages = await shippedPackages()
  const parts = packages.map(({ name, version, licence, texts }) =>
    [`${name} ${version} (${licence})`, '-'.repeat(72), ...(texts.length > 0 ? texts : [`Published under the ${licence} licence without its text.`])].join('\n'),
  )
  const node = [`Node.js ${process.version} (in the relay)`, '-'.repeat(72), await nodeLicence()].join('\n')
  return `${[HEAD, node, ...parts].join('\n\n\n')}\n`
}

const HEAD = `Vitrine contains the following works of others.
Electron and Chromium bring their own notices: LICENSE.electron.txt and LICENSES.chromium.html.`
