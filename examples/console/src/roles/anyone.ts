/** What anyone may ask: the store's pages, and to sign in. */

import { data, done, found, open, type Page } from '../answers.ts';
import { connect, type Session, type Store } from '../client.ts';
import { graphql } from '../gql/index.ts';
import type { StorePageQuery } from '../gql/graphql.ts';

const StorePage = graphql(`
  query StorePage($search: String, $after: String) {
    storeApps(search: $search, first: 20, after: $after, orderBy: { field: PUBLISHED_AT }) {
      totalCount
      nodes {
        id
        name
        displayName
        summary
        publisher {
          name
          displayName
        }
        icon {
          url
        }
        latestVersion {
          id
          version
          package {
            size
            downloadUrl
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const SignIn = graphql(`
  mutation SignIn($input: LoginInput!) {
    login(input: $input) {
      token
      userErrors {
        ...Faults
      }
    }
  }
`);

/** The store's apps that a search finds; all of them without one. */
export function openStore(session: Session, search?: string): Promise<Page<StorePageQuery>> {
  return open(session, StorePage, { search: search ?? null, after: null });
}

/** A session of this user's own. Its cache is its own too: what one may see is never shown to another. */
export async function signIn(store: Store, username: string, password: string): Promise<Session> {
  const answer = await connect(store).client.mutation(SignIn, { input: { username, password } }).toPromise();
  return connect(store, found(done(data(answer).login).token, 'token'));
}
