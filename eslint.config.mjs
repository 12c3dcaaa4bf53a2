import { catalogueOnly } from './build/lint/catalogue-only.mjs'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** The doors of the house: which room may import what. `test/unit/doors.test.ts` walks the imports as well. */
const nodeBuiltIns = { group: ['node:*'], message: 'This room is pure: no Node built-ins.' }
const electron = { group: ['electron', 'electron/*'], message: "Only the electron room may import 'electron'." }
const doors = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })

const machine = [
  { object: 'process', property: 'platform' },
  { object: 'process', property: 'env' },
  { object: 'Date', property: 'now' },
  { object: 'Math', property: 'random' },
  { object: 'os', property: 'homedir' },
].map((rule) => ({ ...rule, message: 'Take it from the Host record.' }))

/** Where everything that is said is read by people, and not by clients or in the log. */
const SPOKEN = ['renderer/**/*.{ts,tsx}', 'electron/**/*.ts', 'src/service/**/*.ts', 'src/state/**/*.ts', 'src/credentials/**/*.ts', 'src/activity/**/*.ts']

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', '.cache/**'] },
  { files: ['**/*.{ts,tsx}'], extends: [tseslint.configs.strict, tseslint.configs.stylistic] },
  { files: ['**/*.mjs'], languageOptions: { ecmaVersion: 2022, sourceType: 'module' } },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['*.config.ts', 'build/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src/**/*.ts'],
    rules: {
      ...doors([electron, { group: ['**/electron/**', '**/renderer/**', '**/test/**'], message: 'src imports src only.' }]),
      'no-restricted-properties': ['error', ...machine],
    },
  },
  {
    files: ['src/host/node-host.ts', 'src/relay/main.ts', 'src/headless/main.ts', 'src/headless/serve.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['src/contract/**/*.ts', 'src/i18n/**/*.ts', 'src/state/**/*.ts', 'src/policy/**/*.ts'],
    rules: doors([electron, nodeBuiltIns, { group: ['**/electron/**', '**/renderer/**', '**/test/**'], message: 'src imports src only.' }]),
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...doors([
        electron,
        nodeBuiltIns,
        { group: ['**/src/*', '!**/src/contract', '!**/src/i18n', '!**/src/state'], message: 'The renderer sees src/contract, src/i18n and the pure parts of src/state.' },
        { group: ['**/electron/**', '**/test/**'], message: 'The renderer sees only window.vitrine.' },
      ]),
    },
  },
  {
    files: ['src/**/*.ts', 'renderer/**/*.{ts,tsx}', 'electron/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'URL', property: 'canParse', message: 'Node 18.15 and Chromium 114 have no such thing: try `new URL` and catch.' }] },
  },
  { files: SPOKEN, plugins: { house: { rules: { 'catalogue-only': catalogueOnly } } }, rules: { 'house/catalogue-only': 'error' } },
  { files: ['electron/**/*.ts'], rules: doors([{ group: ['**/renderer/**', '**/test/**'], message: 'electron imports src only.' }]) },
)
