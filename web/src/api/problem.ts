import { problemWords } from '../lib/problem-words.ts'

/** One thing wrong with what was sent, by the path of its field. */
export interface Issue {
  readonly path: string
  readonly message: string
}

/** The body of a problem answer (RFC 9457). */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly title?: string
  readonly message?: string
  readonly detail?: string
  readonly details?: { readonly issues?: readonly { path: unknown; message: string }[] }
  readonly requestId?: string
}

/** An answer of the API that is not what was asked for, or no answer at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly issues: readonly Issue[]
  readonly retryAfterSeconds: number | undefined

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(problemWords(problem.code, problem.status, problem.detail ?? problem.message))
    this.status = problem.status
    this.code = problem.code
    this.requestId = problem.requestId
    this.issues = (problem.details?.issues ?? []).map(({ path, message }) => ({
      path: pathText(path),
      message,
    }))
    this.retryAfterSeconds = retryAfterSeconds
  }
}

function pathText(path: unknown): string {
  const parts = Array.isArray(path) ? path.map(String) : String(path ?? '').split(/[./]/)
  return parts.filter(Boolean).join('.')
}

/** What a Retry-After header asks for, in seconds. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1000)
  return Number.isFinite(seconds) ? Math.max(1, seconds) : undefined
}

/** An answer's body as an ApiError, whatever the body is. */
export async function apiError(response: Response): Promise<ApiError> {
  const seconds = retryAfter(response.headers.get('Retry-After'), Date.now())
  const requestId = response.headers.get('X-Request-Id') ?? undefined
  const plain: Problem = { status: response.status, code: 'http.unexpected', ...(requestId && { requestId }) }
  try {
    return new ApiError(
      { ...plain, ...((await response.json()) as Problem), status: response.status },
      seconds,
    )
  } catch {
    return new ApiError(plain, seconds)
  }
}
