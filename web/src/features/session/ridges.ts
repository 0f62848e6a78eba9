const [WIDTH, HEIGHT] = [720, 560]
const STEP = 3

/** The ridges behind the sign-in page: estimates that grow narrower, hence surer, towards the front. */
export const ridges: readonly { path: string; opacity: number }[] = Array.from({ length: 15 }, (_, row) => {
  const depth = row / 14
  const base = 70 + depth * (HEIGHT - 90)
  const centre = 190 + depth * 290
  const width = 130 - depth * 95
  const points: string[] = []
  for (let x = 0; x <= WIDTH; x += STEP) {
    const main = Math.exp(-(((x - centre) / width) ** 2))
    const side =
      Math.exp(-(((x - centre - width * 1.9) / (width * 0.8)) ** 2)) * (0.22 + 0.12 * Math.sin(row * 2.1))
    points.push(`${x} ${(base - (46 + depth * 118) * (main + side)).toFixed(1)}`)
  }
  return { path: `M${points.join('L')}`, opacity: 0.22 + depth * 0.78 }
})

/** The box the ridges are drawn in. */
export const ridgesBox = `0 0 ${WIDTH} ${HEIGHT}`
