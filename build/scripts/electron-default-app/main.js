'use strict'
// What Electron's own default application does with a path on the command line, and nothing else of it.
const { app } = require('electron')
const { existsSync } = require('node:fs')
const Module = require('node:module')
const path = require('node:path')

const args = process.argv.slice(1)
if (args[0] === '--version' || args[0] === '-v') {
  console.log(`v${process.versions.electron}`)
  process.exit(0)
}
const preloads = []
let target
for (let at = 0; at < args.length && target === undefined; at += 1) {
  if (args[at] === '-r' || args[at] === '--require') preloads.push(args[(at += 1)])
  else if (!args[at].startsWith('-')) target = args[at]
}
if (target === undefined) {
  console.error('This Electron needs the path of an application.')
  process.exit(1)
}
if (preloads.length > 0) Module._preloadModules(preloads)

const applicationPath = path.resolve(target)
const manifestPath = path.join(applicationPath, 'package.json')
process.defaultApp = true
if (existsSync(manifestPath)) {
  const manifest = require(manifestPath)
  if (manifest.version) app.setVersion(manifest.version)
  app.name = manifest.productName ?? manifest.name ?? app.name
  app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`)
}
const entry = Module._resolveFilename(applicationPath, null, true)
app.setAppPath(existsSync(manifestPath) ? applicationPath : path.dirname(entry))
Module._load(applicationPath, Module, true)
