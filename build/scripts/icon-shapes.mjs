/**
 * The motif: a glass dome over what is on display. Shapes are signed distances in units of a 22-pixel grid, negative
 * inside. Tray states differ in shape; colour only helps.
 */
const grid = 22

/** @typedef {(x: number, y: number) => number} Shape */

const circle = (cx, cy, radius) => (x, y) => Math.hypot(x - cx, y - cy) - radius

/** A box from (left, top) to (right, bottom) whose upper and lower corners are rounded differently. */
const box = (left, top, right, bottom, upperRadius, lowerRadius = upperRadius) => (x, y) => {
  const px = Math.abs(x - (left + right) / 2)
  const py = y - (top + bottom) / 2
  const radius = py < 0 ? upperRadius : lowerRadius
  const qx = px - (right - left) / 2 + radius
  const qy = Math.abs(py) - (bottom - top) / 2 + radius
  return Math.min(Math.max(qx, qy), 0) + Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) - radius
}

const union = (...shapes) => (x, y) => Math.min(...shapes.map((shape) => shape(x, y)))
const grown = (shape, by) => (x, y) => shape(x, y) - by
const without = (shape, hole) => (x, y) => Math.max(shape(x, y), -hole(x, y))
const within = (shape, bound) => (x, y) => Math.max(shape(x, y), bound(x, y))
/** A line of this width along the inside of the edge. */
const outline = (shape, width) => without(shape, grown(shape, -width))

const dome = box(4, 4, 18, 17, 7, 1)
const knob = circle(11, 2.6, 1.5)
const base = box(1.5, 18, 20.5, 20, 1)
const reflection = within(outline(grown(dome, -2.2), 1.3), box(0, 4, 9.2, 11.6, 0))
const empty = union(outline(dome, 1.8), knob, base)
const full = union(without(dome, reflection), knob, base)
const dots = union(...[7.5, 11, 14.5].map((x) => circle(x, 11.6, 1.25)))
const mark = union(box(9.9, 6.9, 12.1, 11.9, 1.1), circle(11, 14, 1.25))
const badge = circle(17, 5, 4.2)

/**
 * Who paints the tray: a Linux panel does not say whether it is light or dark, so its tones are about 3:1 and more on both. macOS
 * colours the shape itself and wants it black. Windows says which its taskbar is.
 */
const tones = {
  panel: { still: hex('7d848b'), live: hex('1c9488'), asks: hex('d97f06'), wrong: hex('dd4a3e') },
  template: { still: hex('000000'), live: hex('000000'), asks: hex('000000'), wrong: hex('000000') },
  light: { still: hex('4b5157'), live: hex('0b6a66'), asks: hex('9a5700'), wrong: hex('b3261b') },
  dark: { still: hex('c3c9cf'), live: hex('5fd0c3'), asks: hex('f5b04c'), wrong: hex('ff8f84') },
}

/** Layers from below to above for each state. */
const trayLayers = {
  disconnected: [[empty, 'still']],
  connecting: [[union(empty, dots), 'live']],
  connected: [[full, 'live']],
  asking: [[without(full, grown(badge, 1.3)), 'live'], [badge, 'asks']],
  problem: [[union(empty, mark), 'wrong']],
}

export const trayStates = Object.keys(trayLayers)

/**
 * @param {string} state one of {@link trayStates}
 * @param {keyof typeof tones} tone
 * @returns {import('./icon-raster.mjs').Picture}
 */
export function trayIcon(state, tone = 'panel') {
  return painted(trayLayers[state].map(([shape, name]) => [shape, tones[tone][name]]))
}

const tile = box(0.7, 0.7, 21.3, 21.3, 4.9)
/** The motif at a size that leaves the tile a margin. */
const placed = (shape) => scaled(shape, 0.66, 11, 11.1)
const rows = union(box(6.6, 8, 13.2, 9.3, 0.65), box(6.6, 10.8, 15.4, 12.1, 0.65), box(6.6, 13.6, 11.4, 14.9, 0.65))

/** @type {import('./icon-raster.mjs').Picture} */
export const applicationIcon = painted([
  [tile, (x, y) => mixed(hex('23a596'), hex('0b5f66'), y / grid)],
  [placed(dome), [1, 1, 1, 0.2]],
  [placed(rows), [1, 1, 1, 0.92]],
  [placed(union(outline(dome, 1.15), knob, base)), [1, 1, 1, 1]],
])

/**
 * @param {import('./icon-raster.mjs').Picture} picture
 * @returns {import('./icon-raster.mjs').Picture} the same in the 824 of 1024 parts that Apple's grid gives to an icon's tile
 */
export function withMargin(picture) {
  const share = 824 / 1024
  const outer = (at) => (at - 0.5) / share + 0.5
  return (x, y) => {
    const [px, py] = [outer(x), outer(y)]
    return px < 0 || px > 1 || py < 0 || py > 1 ? [0, 0, 0, 0] : picture(px, py)
  }
}

function scaled(shape, factor, cx, cy) {
  return (x, y) => shape(11 + (x - cx) / factor, 11 + (y - cy) / factor) * factor
}

function painted(layers) {
  return (unitX, unitY) => {
    const [x, y] = [unitX * grid, unitY * grid]
    let result = [0, 0, 0, 0]
    for (const [shape, paint] of layers) {
      if (shape(x, y) < 0) result = over(typeof paint === 'function' ? paint(x, y) : paint, result)
    }
    return result
  }
}

/** Porter and Duff's "over", for straight alpha. */
function over([red, green, blue, alpha], below) {
  const total = alpha + below[3] * (1 - alpha)
  const part = (value, at) => (value * alpha + below[at] * below[3] * (1 - alpha)) / total
  return [part(red, 0), part(green, 1), part(blue, 2), total]
}

function mixed(one, other, share) {
  return one.map((value, at) => value * (1 - share) + other[at] * share)
}

function hex(code) {
  return [...[0, 2, 4].map((at) => parseInt(code.slice(at, at + 2), 16) / 255), 1]
}
