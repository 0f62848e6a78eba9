interface Event {
  readonly rawPath: string
  readonly body?: string
}

/** Answers with the event it was given; fails or answers in other ways where the path says so. */
export function handler(event: Event, context: { getRemainingTimeInMillis(): number }): Promise<unknown> {
  if (event.rawPath.endsWith('/fails')) return Promise.reject(new Error('secret detail'))
  if (event.rawPath.endsWith('/hangs')) return new Promise(() => undefined)
  if (event.rawPath.endsWith('/plain')) return Promise.resolve({ isPlain: true })
  if (event.rawPath.endsWith('/missing'))
    return Promise.resolve({
      statusCode: 404,
      headers: { 'content-type': 'application/json' },
      body: '{"code":"x"}',
    })
  if (event.rawPath.endsWith('/bytes'))
    return Promise.resolve({
      statusCode: 200,
      body: Buffer.from([0, 255, 1]).toString('base64'),
      isBase64Encoded: true,
    })
  return Promise.resolve({
    statusCode: 201,
    headers: { 'content-type': 'application/json' },
    cookies: ['sid=1; HttpOnly', 'other=2'],
    body: JSON.stringify({ event, remaining: context.getRemainingTimeInMillis() }),
  })
}
