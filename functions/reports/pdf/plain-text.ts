// Controls, and the marks that turn the direction of what follows: a name must not reorder its row.
const unfit =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/g
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A text as a page can carry it: what it says, on one line. */
export function plainText(text: string): string {
  return text.replace(loneSurrogate, ' ').replace(unfit, ' ').replaceAll('\n', ' ')
}
