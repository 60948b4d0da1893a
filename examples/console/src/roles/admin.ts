/** What the platform's administrator does once: people, and a workspace for them. */

import { data, done, found } from '../answers.ts';
import type { Session } from '../client.ts';
import { graphql } from '../gql/index.ts';

const CreateUser = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      user {
        id
        username
      }
      userErrors {
        ...Faults
      }
    }
  }
`);

const CreateWorkspace = graphql(`
  mutation CreateWorkspace($input: CreateWorkspaceInput!) {
    createWorkspace(input: $input) {
      workspace {
        id
        name
      }
      userErrors {
        ...Faults
      }
    }
  }
`);

export async function createUser(session: Session, username: string, password: string, role: string): Promise<void> {
  const input = { username, password, email: `${username}@example.org`, platformRole: role };
  done(data(await session.client.mutation(CreateUser, { input }).toPromise()).createUser);
}

/** The id of a new workspace whose administrator is this user. */
export async function createWorkspace(session: Session, name: string, admin: string): Promise<string> {
  const answer = await session.client.mutation(CreateWorkspace, { input: { name, admin } }).toPromise();
  return found(done(data(answer).createWorkspace).workspace, 'workspace').id;
}
