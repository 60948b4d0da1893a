/** How answers are kept: each object once, by its `Node.id`, wherever it came from. */

import { cacheExchange, type Cache, type CacheExchangeOpts, type Entity } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { Exchange } from '@urql/core';
import type { CreateTemplateMutation, CreateTemplateMutationVariables } from './gql/graphql.ts';

/** Types without an id: values, which are kept inside of the object that has them. */
const embedded = ['ChartPackage', 'Image', 'Publisher', 'ReviewPhase', 'UserError', 'VersionStateChange'];

const options: CacheExchangeOpts = {
  // What the cache only warns of (a type that is missing above, say) would show wrong data later.
  logger(severity, message) {
    if (severity !== 'debug') throw new Error(message);
  },
  keys: Object.fromEntries(embedded.map((type) => [type, () => null])),
  // A field with pages shows all of its pages that are here, in order.
  resolvers: {
    Query: { storeApps: relayPagination(), reviews: relayPagination() },
    Workspace: { templates: relayPagination() },
    AppTemplate: { versions: relayPagination() },
  },
  // Changed objects show everywhere by themselves. Told here is only which lists may have got or lost a member.
  updates: {
    Mutation: {
      createTemplate(result: CreateTemplateMutation, variables: CreateTemplateMutationVariables, cache) {
        if (result.createTemplate.template === null) return;
        forget(cache, { __typename: 'Workspace', id: variables.input.workspace }, 'templates');
      },
      passReview: (_result, _variables, cache) => forget(cache, 'Query', 'reviews'),
    },
  },
};

export const storeCache = (): Exchange => cacheExchange(options);

/** Forgets every page of a list: only the server knows which members it has now, and in what order. */
function forget(cache: Cache, of: Entity, list: string): void {
  for (const { fieldName, arguments: given } of cache.inspectFields(of)) {
    if (fieldName === list) cache.invalidate(of, fieldName, given);
  }
}
