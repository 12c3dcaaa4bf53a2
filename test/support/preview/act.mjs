/**
 * Does one step of a scene: `row` presses the first row of the list, `label=text` fills a field or chooses in a list, and
 * anything else is the name of a choice, a button or something folded.
 *
 * @param {import('playwright').Page} page
 * @param {string} step
 */
export async function act(page, step) {
  if (step === 'row') return page.getByRole('row').nth(1).click()
  const [label, text] = step.split('=')
  if (text !== undefined) {
    const field = page.getByLabel(label, { exact: label !== 'API key' && label !== 'Address' && label !== 'Login' }).first()
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(text)
    else await field.fill(text)
    return
  }
  const choice = page.getByRole('radio', { name: label, exact: true })
  if ((await choice.count()) > 0) return choice.first().check({ force: true })
  const folded = page.locator('summary').filter({ hasText: label })
  return page.getByRole('button', { name: label, exact: true }).or(folded).first().click()
}
