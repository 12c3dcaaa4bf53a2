import type { Host } from '../host/host'
import type { Sentence } from '../i18n/sentence'

/**
 * Clients whose configuration Vitrine writes, as data. A client is a row here and golden cases; nothing else in the house
 * knows one by name but Claude Desktop, which needs more care than a row can say.
 */
export interface ClientRow {
  /** Names the client's key file, its argument to the relay, and its rows in the journal. */
  readonly id: string
  readonly name: string
  /** Where the client documents its configuration. */
  readonly docs: string
  /** `json` is read with comments and trailing commas, whichever the client allows itself. */
  readonly format: 'json' | 'toml'
  /** The key whose value holds one entry for each server. */
  readonly serversKey: string
  readonly shape: EntryShape
  readonly transports: readonly ('stdio' | 'http')[]
  readonly places: Readonly<Record<Host['platform'], readonly [Place, ...Place[]]>>
  /** What the user does so that the client sees a change. */
  readonly notice: Sentence
  /** Its program, where one that runs sees no change before it is started again; absent where it notices by itself. */
  readonly program?: ClientProgram
}

/** How a running client is known from other programs. */
export interface ClientProgram {
  /** File names of its executable, without `.exe`. */
  readonly names: readonly string[]
  /** What the path of the executable looks like as well, where another program has the same name; on Linux with the words after it. */
  readonly commands?: Partial<Readonly<Record<Host['platform'], RegExp>>>
}

/**
 * - `plain`: `command` and `args`
 * - `stdio_type`: the same with `"type": "stdio"`
 * - `command_list`: `"type": "local"`, and one list for the command and its arguments
 * - `local_tools`: `plain` with `"type": "local"` and the tools that may be used, which are all
 */
export type EntryShape = 'plain' | 'stdio_type' | 'command_list' | 'local_tools'

export interface Place {
  readonly base: 'home' | 'xdg_config' | 'app_support' | 'roaming' | 'local'
  /** Below the base; empty for the base itself. */
  readonly directory: readonly string[]
  readonly file: string
  /** An environment variable that names another directory in place of base and directory. */
  readonly env?: string
  /** Below the base: exists where the client was used, when the directory of the file says nothing. */
  readonly mark?: readonly string[]
}

const everywhere = (place: Place): ClientRow['places'] => ({ linux: [place], darwin: [place], win32: [place] })
const inHome = (directory: readonly string[], file: string): Place => ({ base: 'home', directory, file })
/** Where editors of the family of VS Code keep what belongs to their user. */
const inCode = (directory: readonly string[], file: string): ClientRow['places'] => ({
  linux: [{ base: 'xdg_config', directory: ['Code', 'User', ...directory], file }],
  darwin: [{ base: 'app_support', directory: ['Code', 'User', ...directory], file }],
  win32: [{ base: 'roaming', directory: ['Code', 'User', ...directory], file }],
})

const both = ['stdio', 'http'] as const

export const claudeDesktop: ClientRow = {
  id: 'claude-desktop',
  name: 'Claude Desktop',
  docs: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
  format: 'json',
  serversKey: 'mcpServers',
  shape: 'plain',
  // Entries with an address are refused by this file.
  transports: ['stdio'],
  places: {
    linux: [{ base: 'xdg_config', directory: ['Claude'], file: 'claude_desktop_config.json' }],
    darwin: [{ base: 'app_support', directory: ['Claude'], file: 'claude_desktop_config.json' }],
    win32: [{ base: 'roaming', directory: ['Claude'], file: 'claude_desktop_config.json' }],
  },
  notice: { id: 'clientNotice.restart', values: { client: 'Claude Desktop' } },
  // Claude Code is named alike, and the application brings it along. Builds for Linux run under the name of Electron too.
  program: {
    names: ['Claude', 'claude-desktop', 'electron'],
    commands: {
      linux: /^(?:\S*\/)?(?:claude-desktop|Claude)(?: |$)|^\S*\/(?:claude-desktop|\.mount_[Cc]laude\w*)\/.*\/app\.asar(?: |$)/,
      darwin: /\/Claude\.app\/Contents\/MacOS\/Claude$/,
      win32: /\\(?:AnthropicClaude\\(?:app-[\d.]+\\)?|WindowsApps\\Claude_[^\\]+\\app\\)claude\.exe$/i,
    },
  },
}

export const clientTable: readonly ClientRow[] = [
  claudeDesktop,
  {
    id: 'claude-code',
    name: 'Claude Code',
    docs: 'https://code.claude.com/docs/en/mcp',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'stdio_type',
    transports: both,
    places: everywhere({ base: 'home', directory: [], file: '.claude.json', env: 'CLAUDE_CONFIG_DIR', mark: ['.claude'] }),
    notice: { id: 'clientNotice.claude-code' },
    program: { names: ['claude'], commands: { win32: /^(?!.*\\(?:AnthropicClaude|WindowsApps)\\)/i } },
  },
  {
    id: 'cursor',
    name: 'Cursor',
    docs: 'https://cursor.com/docs/mcp',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: everywhere(inHome(['.cursor'], 'mcp.json')),
    notice: { id: 'clientNotice.cursor' },
    program: { names: ['Cursor', 'cursor'] },
  },
  {
    id: 'vscode',
    name: 'VS Code',
    docs: 'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
    format: 'json',
    serversKey: 'servers',
    shape: 'stdio_type',
    transports: both,
    places: inCode([], 'mcp.json'),
    notice: { id: 'clientNotice.vscode' },
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    docs: 'https://docs.devin.ai/desktop/cascade/mcp',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: everywhere(inHome(['.codeium', 'windsurf'], 'mcp_config.json')),
    notice: { id: 'clientNotice.windsurf' },
  },
  {
    id: 'zed',
    name: 'Zed',
    docs: 'https://zed.dev/docs/ai/mcp',
    format: 'json',
    serversKey: 'context_servers',
    shape: 'plain',
    transports: both,
    places: {
      linux: [{ base: 'xdg_config', directory: ['zed'], file: 'settings.json' }],
      darwin: [inHome(['.config', 'zed'], 'settings.json')],
      win32: [{ base: 'roaming', directory: ['Zed'], file: 'settings.json' }],
    },
    notice: { id: 'clientNotice.zed' },
  },
  {
    id: 'codex',
    name: 'Codex',
    docs: 'https://developers.openai.com/codex/mcp',
    format: 'toml',
    serversKey: 'mcp_servers',
    shape: 'plain',
    transports: both,
    places: everywhere({ ...inHome(['.codex'], 'config.toml'), env: 'CODEX_HOME' }),
    notice: { id: 'clientNotice.codex' },
    program: { names: ['codex'] },
  },
  {
    id: 'gemini-cli',
    name: 'Gemini CLI',
    docs: 'https://geminicli.com/docs/tools/mcp-server/',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: everywhere(inHome(['.gemini'], 'settings.json')),
    notice: { id: 'clientNotice.gemini-cli' },
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    docs: 'https://lmstudio.ai/docs/app/mcp',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    // Earlier installations keep the folder that they began with.
    places: {
      linux: [inHome(['.lmstudio'], 'mcp.json'), inHome(['.cache', 'lm-studio'], 'mcp.json')],
      darwin: [inHome(['.lmstudio'], 'mcp.json'), inHome(['.cache', 'lm-studio'], 'mcp.json')],
      win32: [inHome(['.lmstudio'], 'mcp.json'), inHome(['.cache', 'lm-studio'], 'mcp.json')],
    },
    notice: { id: 'clientNotice.lm-studio' },
  },
  {
    id: 'cline',
    name: 'Cline',
    docs: 'https://docs.cline.bot/mcp/configuring-mcp-servers',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: inCode(['globalStorage', 'saoudrizwan.claude-dev', 'settings'], 'cline_mcp_settings.json'),
    notice: { id: 'clientNotice.cline' },
  },
  {
    id: 'kiro',
    name: 'Kiro',
    docs: 'https://kiro.dev/docs/mcp/configuration/',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: everywhere(inHome(['.kiro', 'settings'], 'mcp.json')),
    notice: { id: 'clientNotice.kiro' },
  },
  {
    id: 'opencode',
    name: 'opencode',
    docs: 'https://opencode.ai/docs/mcp-servers/',
    format: 'json',
    serversKey: 'mcp',
    shape: 'command_list',
    transports: both,
    // It reads both and puts them together.
    places: {
      linux: [
        { base: 'xdg_config', directory: ['opencode'], file: 'opencode.json' },
        { base: 'xdg_config', directory: ['opencode'], file: 'opencode.jsonc' },
      ],
      darwin: [inHome(['.config', 'opencode'], 'opencode.json'), inHome(['.config', 'opencode'], 'opencode.jsonc')],
      win32: [inHome(['.config', 'opencode'], 'opencode.json'), inHome(['.config', 'opencode'], 'opencode.jsonc')],
    },
    notice: { id: 'clientNotice.opencode' },
    program: { names: ['opencode'] },
  },
  {
    id: 'copilot-cli',
    name: 'GitHub Copilot CLI',
    docs: 'https://docs.github.com/en/copilot/how-tos/copilot-cli/customize-copilot/add-mcp-servers',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'local_tools',
    transports: both,
    places: everywhere({ ...inHome(['.copilot'], 'mcp-config.json'), env: 'COPILOT_HOME' }),
    notice: { id: 'clientNotice.copilot-cli' },
  },
  {
    id: 'qwen-code',
    name: 'Qwen Code',
    docs: 'https://qwenlm.github.io/qwen-code-docs/en/users/features/mcp/',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: everywhere(inHome(['.qwen'], 'settings.json')),
    notice: { id: 'clientNotice.qwen-code' },
  },
  {
    id: 'kimi-code',
    name: 'Kimi Code CLI',
    docs: 'https://moonshotai.github.io/kimi-code/zh/customization/mcp',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: everywhere({ ...inHome(['.kimi-code'], 'mcp.json'), env: 'KIMI_CODE_HOME' }),
    notice: { id: 'clientNotice.kimi-code' },
  },
  {
    id: 'auggie',
    name: 'Auggie',
    docs: 'https://docs.augmentcode.com/cli/integrations',
    format: 'json',
    serversKey: 'mcpServers',
    shape: 'plain',
    transports: both,
    places: everywhere(inHome(['.augment'], 'settings.json')),
    notice: { id: 'clientNotice.auggie' },
  },
]

export function clientRow(clientId: string): ClientRow | null {
  return clientTable.find(({ id }) => id === clientId) ?? null
}
