/** Serves the gallery until it is interrupted: `npm run gallery`. */
import { openSite } from './site.mjs'

const { address } = await openSite()
console.log(`The gallery: ${address}?scene=gallery`)
