import type { Page } from 'playwright'

/**
 * Runs an expression in the page as a script of the page would: from a task of its own, because what a debugger evaluates
 * directly is excused from the content security policy. Answers `worked: …` with the awaited value, or `refused: …`
 * with the error.
 */
export async function attack(page: Page, expression: string): Promise<string> {
  return page.evaluate<string>(`new Promise((resolve) => {
    setTimeout(async () => {
      try {
        resolve('worked: ' + String(await (${expression})))
      } catch (error) {
        resolve('refused: ' + String(error))
      }
    })
  })`)
}
