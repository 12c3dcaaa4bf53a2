import type { Method } from './signature'

export const AGGREGATING: readonly Method[] = []
