import { RECEIPT_LENGTH, type ActivityFilter, type ActivityPage } from '../../src/contract/activity'
import type { ArgsOf, Bridge } from '../../src/contract/requests'

/** A receipt looks like a word, and many a word like a receipt: letters that receipts do not have are read as the digits they resemble. */
const MAYBE_RECEIPT = new RegExp(`^[0-9a-z]{${String(RECEIPT_LENGTH)}}$`, 'i')

/** A page, and the filter that found it. */
interface FoundPage extends ActivityPage {
  readonly filter: ActivityFilter
}

/** A page of the journal. Text that is the receipt of a call finds that call; all other text finds what it is in. */
export async function findActivity(bridge: Pick<Bridge, 'getActivity'>, args: ArgsOf<'getActivity'>): Promise<FoundPage> {
  const { text, ...others } = args.filter
  if (text !== undefined && MAYBE_RECEIPT.test(text)) {
    const filter = { ...others, receipt: text }
    const page = await bridge.getActivity({ ...args, filter })
    if (page.total > 0) return { ...page, filter }
  }
  return { ...(await bridge.getActivity(args)), filter: args.filter }
}
