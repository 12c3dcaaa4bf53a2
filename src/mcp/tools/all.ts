import type { Tool } from '../tool'
import { aggregateTool } from './aggregate'
import { contextTool } from './context'
import { describeModelTool } from './describe-model'
import { findModelsTool } from './find-models'
import { readTool } from './read'
import { resolveTool } from './resolve'
import { searchTool } from './search'

/** In the order in which `tools/list` gives them. */
export const TOOLS: readonly Tool[] = [
  contextTool,
  findModelsTool,
  describeModelTool,
  searchTool,
  readTool,
  aggregateTool,
  resolveTool,
]
