// How GraphiQL's requests go out: JSON, a form when files are chosen, a WebSocket for subscriptions.

import { type Fetcher, type FetcherParams, createGraphiQLFetcher } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';
import { type Client, type SubscribePayload, createClient } from 'graphql-ws';
import { PREFLIGHT, addressOf, authorization } from '../session/ask';
import { isSubscription, operationIn } from './operation';
import { type Chosen, type FilePlace, type Params, formParts } from './uploads';

const UNAUTHENTICATED = 401;
const FORBIDDEN_SOCKET = 4403;

/** The files that the next request takes with it. */
export interface Attached {
  places: readonly FilePlace[];
  chosen: Chosen;
}

/** A fetcher with the token; `ended` is told when the server does not know it any more. */
export function fetcherFor(token: string | null, attached: () => Attached, ended: () => void): Fetcher {
  const over = () => token !== null && ended();
  const url = addressOf('graphql');
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: authorization(token),
    shouldRetry: () => false,
    on: { closed: event => (event as CloseEvent).code === FORBIDDEN_SOCKET && over() },
  });
  const answered = createGraphiQLFetcher({
    url,
    fetch: async (_, init) => {
      const answer = await fetch(url, { method: 'POST', ...bodyOf(String(init?.body), attached(), token) });
      if (answer.status === UNAUTHENTICATED) over();
      return answer;
    },
    enableIncrementalDelivery: false,
  });
  return (params, options) =>
    isSubscription(operationIn(options?.documentAST, params.operationName)) ? watched(client, params) : answered(params, options);
}

/** The events of a subscription, one after the other, until it is stopped. */
function watched(client: Client, params: FetcherParams): AsyncIterable<ExecutionResult> {
  // Errors in it are as the wire has them, not GraphQLErrors; they are only shown.
  const events = client.iterate(params as SubscribePayload) as unknown as Required<AsyncIterator<ExecutionResult>>;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => events.next().catch((error: unknown) => Promise.reject(readable(error))),
      return: () => events.return(),
    }),
  };
}

/** Sockets fail by events, which tell people nothing; what has no stack is shown without one. */
function readable(error: unknown): unknown {
  if (error instanceof CloseEvent) return { message: `The WebSocket was closed: ${error.code} ${error.reason}` };
  return error instanceof Event ? { message: 'The WebSocket could not be opened.' } : error;
}

function bodyOf(json: string, { places, chosen }: Attached, token: string | null): RequestInit {
  const headers = { Accept: 'application/json', ...PREFLIGHT, ...authorization(token) };
  const params = JSON.parse(json) as Params;
  const parts = formParts(params, places, chosen);
  if (!parts.files.length || params.operationName === 'IntrospectionQuery') {
    return { headers: { ...headers, 'Content-Type': 'application/json' }, body: json };
  }
  const form = new FormData();
  form.append('operations', JSON.stringify(parts.operations));
  form.append('map', JSON.stringify(parts.map));
  parts.files.forEach((file, index) => form.append(String(index), file));
  return { headers, body: form };
}
