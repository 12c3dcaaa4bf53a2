/**
 * Runs a script's main function: what it answers is the exit code, and what it throws is printed without a stack.
 *
 * @param {(args: readonly string[]) => Promise<number>} main receives the arguments after the script's name
 */
export async function runMain(main) {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    console.error(process.env.DEBUG ? error : error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
