/** The 125 codes of recency, frequency and money by segment, as `models.md` 5.6 (b) lists them. */
export const codesBySegment: Readonly<Record<string, readonly string[]>> = {
  champions: '555 554 545 544 455 454 445'.split(' '),
  loyal: '543 444 435 355 354 345 344 335'.split(' '),
  'potential-loyalists':
    '553 552 551 542 541 533 532 531 453 452 451 442 441 433 432 431 423 353 352 351 342 341 333 323'.split(
      ' ',
    ),
  'new-customers': '512 511 422 421 412 411 311'.split(' '),
  promising: '525 524 523 522 521 515 514 513 425 424 415 414 413 315 314 313'.split(' '),
  'need-attention': '535 534 443 434 343 334 325 324'.split(' '),
  'about-to-sleep': '331 321 312 221 213'.split(' '),
  'cannot-lose-them': '215 214 155 154 144 115 114 113'.split(' '),
  'at-risk': '255 254 253 252 245 244 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124'.split(
    ' ',
  ),
  hibernating: '332 322 251 241 233 232 231 223 222 212 211 132 123 122'.split(' '),
  lost: '151 141 131 121 112 111'.split(' '),
}

/** The segment a code stands for. */
export function segmentOfCode(code: string): string | undefined {
  return Object.keys(codesBySegment).find((segment) => codesBySegment[segment]!.includes(code))
}

/** Score 1 to 5 of each value: the fifth in which its average rank lies. Slow: ranks everybody. */
export function quintileScores(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    const averageRank = below + (equal + 1) / 2
    return Math.max(1, Math.ceil((5 * averageRank) / values.length))
  })
}
