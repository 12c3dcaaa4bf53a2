import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { icnsFile, icoFile } from './icon-files.mjs'
import { applicationIcon, trayIcon, trayStates, withMargin } from './icon-shapes.mjs'
import { pngImage, raster } from './icon-raster.mjs'
import { projectRoot } from './project-root.mjs'

/**
 * Draws the icons into `build/resources`. Run it after changing a shape, and commit the pictures: they are the same on
 * every machine.
 */
const resources = join(projectRoot, 'build', 'resources')

async function write(name, content) {
  const file = join(resources, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

const png = (size, picture) => pngImage(size, raster(size, picture))

/** Of a scale of 100 to 300 %. */
const TASKBAR_SIZES = [16, 20, 24, 32, 40, 48]

await write('icon.png', png(512, applicationIcon))
await write('icon.ico', icoFile([16, 20, 24, 32, 40, 48, 64, 256], applicationIcon))
// A tile that macOS draws beside others keeps the margin that they keep.
await write('icon.icns', icnsFile(withMargin(applicationIcon)))
for (const size of [16, 32, 48, 64, 128, 256, 512]) await write(`icons/${size}x${size}.png`, png(size, applicationIcon))
for (const state of trayStates) {
  await write(`tray/${state}.png`, png(22, trayIcon(state)))
  await write(`tray/${state}@2x.png`, png(44, trayIcon(state)))
  await write(`tray/${state}Template.png`, png(18, trayIcon(state, 'template')))
  await write(`tray/${state}Template@2x.png`, png(36, trayIcon(state, 'template')))
  for (const tone of ['light', 'dark']) await write(`tray/${state}-${tone}.ico`, icoFile(TASKBAR_SIZES, trayIcon(state, tone)))
}
