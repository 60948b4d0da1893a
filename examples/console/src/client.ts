/** A signed-in (or anonymous) console's connection: one urql client with its cache, over HTTP and one WebSocket. */

import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { createClient as createSocket } from 'graphql-ws';
import { storeCache } from './cache.ts';

export interface Store {
  readonly address: string;
  /** Whether documents are named by their hashes, not sent: what a store that takes only known documents wants. */
  readonly byHash: boolean;
}

export interface Session {
  readonly client: Client;
  /** How many HTTP requests were sent so far. */
  requests(): number;
  /** Closes the WebSocket, if it was opened. */
  close(): Promise<void>;
}

/** A session with the store, anonymous without a token. Connects when first asked. */
export function connect({ address, byHash }: Store, token?: string): Session {
  const url = new URL('/graphql', address);
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const socket = createSocket({ url: url.href.replace(/^http/, 'ws'), connectionParams: headers });
  let sent = 0;

  const client = new Client({
    url: url.href,
    // POST always: a query in an address ends up in logs.
    preferGetMethod: false,
    fetchOptions: { headers },
    fetch: (...request) => {
      sent += 1;
      return fetch(...request);
    },
    exchanges: [
      storeCache(),
      ...(byHash ? [hashes] : []),
      fetchExchange,
      subscriptionExchange({
        // graphql-ws wants a text, also when the document is named by its hash: an empty one.
        forwardSubscription: ({ query = '', ...request }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query }, sink) }),
        }),
      }),
    ],
  });
  return { client, requests: () => sent, close: async () => socket.dispose() };
}

/** By the hash that the generator wrote beside each document: that of its text in the manifest. */
const hashes = persistedExchange({
  enforcePersistedQueries: true,
  enableForMutation: true,
  enableForSubscriptions: true,
  preferGetForPersistedQueries: false,
  generateHash: async (_text, document) => {
    const { hash } = (document as unknown as { __meta__: { hash: string } }).__meta__;
    return hash.replace('sha256:', '');
  },
});
