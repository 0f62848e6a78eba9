/** What import validation and data-quality rules both ask: one answer for both. */

const email = /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** Whether a text has the form of an e-mail address. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && email.test(text) && !control.test(text)
}

/** Whether the last day does not lie before the first; unknown days are in order. */
export function isInOrder(first: string | undefined, last: string | undefined): boolean {
  return first === undefined || last === undefined || last >= first
}

/** Whether an amount can be the volume of an activity. */
export function isVolume(amountCents: number): boolean {
  return amountCents >= 0
}
