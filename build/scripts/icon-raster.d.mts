export type Colour = readonly [red: number, green: number, blue: number, alpha: number]
export type Picture = (x: number, y: number) => Colour
export function raster(size: number, picture: Picture): Buffer
export function pngImage(size: number, pixels: Buffer): Buffer
