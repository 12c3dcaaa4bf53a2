/** The text of a file, as vite includes it when it builds. */
declare module '*.md?raw' {
  const text: string
  export = text
}
