import { encode } from 'uqr'

/** A QR code as one path of unit squares, and the side of the square it is drawn in. */
export function qrPath(text: string): { path: string; side: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const rows = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { path: rows.join(''), side: size }
}
