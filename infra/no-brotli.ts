/** Stands where fontkit looks for the decompression of WOFF2 fonts, which no document embeds. */
export default function decompress(): never {
  throw new Error('WOFF2 fonts are not part of this bundle.')
}
