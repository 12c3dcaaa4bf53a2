import type { Page } from 'playwright'

export function act(page: Page, step: string): Promise<void>
