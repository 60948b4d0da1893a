/** What a reviewer does: the queue, and decisions. */

import { data, done, open, type Page } from '../answers.ts';
import type { Session } from '../client.ts';
import { graphql } from '../gql/index.ts';
import type { ReviewQueueQuery } from '../gql/graphql.ts';

graphql(`
  fragment Reviewed on AppVersion {
    id
    state
    viewerActions
    review {
      id
      state
      phases {
        name
        state
      }
    }
  }
`);

const ReviewQueue = graphql(`
  query ReviewQueue($workspace: String, $after: String) {
    reviews(states: [SUBMITTED, IN_REVIEW], workspace: $workspace, first: 20, after: $after) {
      totalCount
      nodes {
        id
        state
        templateName
        versionName
        submittedAt
        publisher {
          name
        }
        phases {
          name
          state
        }
        version {
          id
          state
          readme
          viewerActions
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const StartReview = graphql(`
  mutation StartReview($id: ID!, $phase: ReviewPhaseName!) {
    startReview(id: $id, phase: $phase) {
      version {
        ...Reviewed
      }
      userErrors {
        ...Faults
      }
    }
  }
`);

const PassReview = graphql(`
  mutation PassReview($id: ID!, $phase: ReviewPhaseName!, $message: String) {
    passReview(id: $id, phase: $phase, message: $message) {
      version {
        ...Reviewed
      }
      userErrors {
        ...Faults
      }
    }
  }
`);

/** What waits for a decision; of one workspace, or of all that the reviewer may see. */
export function openQueue(session: Session, workspace?: string): Promise<Page<ReviewQueueQuery>> {
  return open(session, ReviewQueue, { workspace: workspace ?? null, after: null });
}

export async function startReview(session: Session, id: string): Promise<void> {
  done(data(await session.client.mutation(StartReview, { id, phase: 'TECHNICAL' }).toPromise()).startReview);
}

export async function passReview(session: Session, id: string, message: string): Promise<void> {
  const given = { id, phase: 'TECHNICAL', message } as const;
  done(data(await session.client.mutation(PassReview, given).toPromise()).passReview);
}
