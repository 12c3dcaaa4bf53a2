import { ACCOUNTING_QUESTIONS } from './accounting'
import type { BusinessQuestion } from './question'
import { SALES_QUESTIONS } from './sales'
import { SUPPLY_QUESTIONS } from './supply'

/** Twenty questions that people put to their books. */
export const BUSINESS_QUESTIONS: readonly BusinessQuestion[] = [...ACCOUNTING_QUESTIONS, ...SALES_QUESTIONS, ...SUPPLY_QUESTIONS]

/** No question may take more calls than this. */
export const MOST_CALLS = 3
