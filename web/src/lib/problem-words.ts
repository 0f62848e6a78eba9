/** Answers whose own sentence is written for machines, or that have none. */
const byCode: Readonly<Record<string, string>> = {
  'http.no-answer': 'The service did not answer. Check your connection, then try again.',
  'http.unexpected': 'The service answered with something that cannot be read.',
  'request.malformed': 'The service could not read what was sent. Load the page again.',
  'request.too-large': 'What was sent is too large: at most 64 KB at once.',
  'route.not-found': 'There is nothing at this address any more. Load the page again.',
  'session.required': 'Your session has ended. Sign in again.',
  'access.forbidden': 'Your role does not allow this. An administrator can change your role.',
  internal: 'Something went wrong on our side. Quote the request when you report it.',
}

const byStatus: Readonly<Record<number, string>> = {
  401: 'Your session has ended. Sign in again.',
  403: 'Your role does not allow this.',
  404: 'It is not there, or not any more.',
  429: 'Too many requests in a short time. Wait a moment, then try again.',
  502: 'The service is not reachable right now. Try again in a moment.',
  503: 'The service is busy right now. Try again in a moment.',
  504: 'The service took too long. Try again.',
}

/** A problem in human words: by its code, else what the answer says, else by its status. */
export function problemWords(code: string, status: number, said: string | undefined): string {
  return byCode[code] ?? said ?? byStatus[status] ?? 'The service did not answer as expected.'
}
