#!/usr/bin/env node
/**
 * Does for electron-builder what it asks of `fpm` for a Debian package, with `dpkg-deb` alone. Started through the
 * environment variable CUSTOM_FPM_PATH, which spares a download of fpm with its own Ruby.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync, readdirSync, copyFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { ...text, short: 's' },
    target: { ...text, short: 't' },
    force: { type: 'boolean' },
    debug: { type: 'boolean' },
    log: text,
    depends: { ...text, short: 'd', multiple: true },
    'deb-recommends': { ...text, multiple: true },
    'deb-priority': text,
    'deb-compression': text,
    architecture: text,
    'before-remove': text,
    'after-install': text,
    'after-remove': text,
    description: text,
    version: text,
    iteration: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
    category: text,
    license: text,
  },
})
if (values.source !== 'dir' || values.target !== 'deb') throw new Error('Only "-s dir -t deb" is known here.')

const root = mkdtempSync(join(tmpdir(), 'vitrine-deb-'))
try {
  chmodSync(root, 0o755)
  for (const pair of positionals) place(pair)
  writeControlFiles()
  // Level 1 packs in seconds; `xz` is for what people download.
  const compression = values['deb-compression'] === 'gz' ? ['-Zgzip', '-z1'] : ['-Zxz']
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, values.package], { stdio: ['ignore', 2, 2] })
} finally {
  rmSync(root, { recursive: true, force: true })
}

/** Copies one `source=target`; a source that ends in a slash stands for what is in it. */
function place(pair) {
  const split = pair.lastIndexOf('=')
  const [source, target] = [pair.slice(0, split), join(root, pair.slice(split + 1))]
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 })
  if (statSync(source).isDirectory()) cpSync(source, target, { recursive: true, verbatimSymlinks: true })
  else copyFileSync(source, target)
}

function writeControlFiles() {
  const control = join(root, 'DEBIAN')
  mkdirSync(control, { mode: 0o755 })
  const [synopsis, ...details] = values.description.split('\n').map((line) => line.trim())
  const fields = {
    Package: values.name,
    Version: values.iteration ? `${values.version}-${values.iteration}` : values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': Math.ceil(bytesIn(root) / 1024),
    Depends: values.depends?.join(', '),
    Recommends: values['deb-recommends']?.join(', '),
    Section: values.category ?? 'default',
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: [synopsis, ...details.filter(Boolean).map((line) => ` ${line}`)].join('\n'),
  }
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined)
  writeFileSync(join(control, 'control'), lines.map(([name, value]) => `${name}: ${value}\n`).join(''))
  const scripts = { postinst: values['after-install'], prerm: values['before-remove'], postrm: values['after-remove'] }
  for (const [script, file] of Object.entries(scripts)) {
    if (!file) continue
    copyFileSync(file, join(control, script))
    chmodSync(join(control, script), 0o755)
  }
}

function bytesIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
