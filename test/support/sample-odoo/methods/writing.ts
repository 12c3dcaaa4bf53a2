import type { Method } from './signature'

export const WRITING: readonly Method[] = []
