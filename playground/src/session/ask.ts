// One request to the store, as the page itself makes it.

/** Beside the page, also below a proxy's prefix. */
export const addressOf = (path: string) => new URL(path, location.href).href;

/** Makes a browser ask before another site could send the same with our cookie. */
export const PREFLIGHT = { 'GraphQL-Require-Preflight': '1' };

/** What was said no to; `status` is that of HTTP. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

export const authorization = (token: string | null): Record<string, string> =>
  token === null ? {} : { Authorization: `Bearer ${token}` };

/** The data of an operation; Refused when it has errors. */
export async function ask<T>(query: string, variables: object, token: string | null): Promise<T> {
  const answer = await fetch(addressOf('graphql'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...PREFLIGHT, ...authorization(token) },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await answer.json()) as { data?: T; errors?: { message: string }[] };
  if (body.errors?.length || !body.data) throw new Refused(body.errors?.[0]?.message ?? 'No answer.', answer.status);
  return body.data;
}
