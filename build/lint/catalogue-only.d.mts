import type { Rule } from 'eslint'

export const catalogueOnly: Rule.RuleModule
