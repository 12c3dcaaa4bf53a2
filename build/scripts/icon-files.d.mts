import type { Picture } from './icon-raster.mjs'

export function icoFile(sizes: readonly number[], picture: Picture): Buffer
export function icnsFile(picture: Picture): Buffer
