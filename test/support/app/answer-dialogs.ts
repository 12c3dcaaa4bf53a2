import type { ElectronApplication } from 'playwright'

/** Answers each message box from now on with the button of this number; no window system is asked. */
export async function answerDialogs(app: ElectronApplication, button: number): Promise<{
  /** Resolves with the next question that was not waited for yet. */
  readonly asked: () => Promise<string>
}> {
  await app.evaluate(({ dialog }, response) => {
    const questions: string[] = []
    const waiting: ((question: string) => void)[] = []
    Object.assign(globalThis, {
      nextQuestion: () => new Promise((resolve) => {
        const question = questions.shift()
        if (question === undefined) waiting.push(resolve)
        else resolve(question)
      }),
    })
    Object.assign(dialog, {
      showMessageBox: ({ message }: { readonly message: string }) => {
        const tell = waiting.shift()
        if (tell === undefined) questions.push(message)
        else tell(message)
        return Promise.resolve({ response, checkboxChecked: false })
      },
    })
  }, button)
  return { asked: () => app.evaluate(() => (Reflect.get(globalThis, 'nextQuestion') as () => Promise<string>)()) }
}
