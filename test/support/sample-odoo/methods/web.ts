import type { Method } from './signature'

export const WEB: readonly Method[] = []
