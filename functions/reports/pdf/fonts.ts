import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The fonts of a document: Inter with all of Latin, Greek and Cyrillic (SIL Open Font License). */
export const fontFiles = {
  regular: '400Regular/Inter_400Regular.ttf',
  bold: '600SemiBold/Inter_600SemiBold.ttf',
} as const
/** The name of a font. */
export type FontName = keyof typeof fontFiles

let read: Record<FontName, Buffer> | undefined

/** The bytes of the fonts: beside the bundle where there is one, from the package otherwise. */
export function fonts(): Record<FontName, Buffer> {
  read ??= { regular: bytesOf('regular'), bold: bytesOf('bold') }
  return read
}

function bytesOf(name: FontName): Buffer {
  const file = fontFiles[name]
  const beside = fileURLToPath(new URL(file.slice(file.indexOf('/') + 1), import.meta.url))
  if (existsSync(beside)) return readFileSync(beside)
  return readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/inter/${file}`))
}
