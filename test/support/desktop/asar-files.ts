import { open } from 'node:fs/promises'

interface AsarDirectory {
  readonly files: Readonly<Record<string, AsarDirectory | { readonly size: number; readonly unpacked?: boolean }>>
}

/** Paths of all files in an Electron archive, those kept beside it included. Format: https://github.com/electron/asar#format */
export async function asarFiles(archive: string): Promise<string[]> {
  const file = await open(archive)
  try {
    const { buffer: sizes } = await file.read(Buffer.alloc(16), 0, 16, 0)
    const length = sizes.readUInt32LE(12)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, 16)
    return pathsIn(JSON.parse(buffer.toString('utf8')) as AsarDirectory)
  } finally {
    await file.close()
  }
}

function pathsIn({ files }: AsarDirectory): string[] {
  return Object.entries(files).flatMap(([name, entry]) =>
    'files' in entry ? pathsIn(entry).map((path) => `${name}/${path}`) : [name],
  )
}
