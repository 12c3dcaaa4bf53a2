import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { applicationIcon, trayIcon, trayStates } from './icon-shapes.mjs'
import { pngImage, raster } from './icon-raster.mjs'
import { projectRoot } from './project-root.mjs'

/**
 * Draws the icons into `build/resources`. Run it after changing a shape, and commit the pictures: they are the same on
 * every machine.
 */
const resources = join(projectRoot, 'build', 'resources')

async function write(name, size, picture) {
  const file = join(resources, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, pngImage(size, raster(size, picture)))
}

await write('icon.png', 512, applicationIcon)
for (const size of [16, 32, 48, 64, 128, 256, 512]) await write(`icons/${size}x${size}.png`, size, applicationIcon)
for (const state of trayStates) {
  await write(`tray/${state}.png`, 22, trayIcon(state))
  await write(`tray/${state}@2x.png`, 44, trayIcon(state))
}
