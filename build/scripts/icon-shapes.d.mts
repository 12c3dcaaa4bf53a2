import type { Picture } from './icon-raster.mjs'

export const trayStates: readonly string[]
export function trayIcon(state: string, tone?: 'panel' | 'template' | 'light' | 'dark'): Picture
export const applicationIcon: Picture
export function withMargin(picture: Picture): Picture
