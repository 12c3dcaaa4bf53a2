import type { Picture } from './icon-raster.mjs'

export const trayStates: readonly string[]
export function trayIcon(state: string): Picture
export const applicationIcon: Picture
