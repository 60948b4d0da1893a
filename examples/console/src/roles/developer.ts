/** What a workspace's developer does: templates by pages, upload, submit, publish, and see live what reviewers do. */

import { data, done, found, open, type Page } from '../answers.ts';
import type { Session } from '../client.ts';
import { graphql } from '../gql/index.ts';
import type { TemplatePageQuery, VersionChangesSubscription, WorkspacePageQuery } from '../gql/graphql.ts';

// Whatever a change of a version's state changes besides: asked for with each, the cache is right everywhere.
graphql(`
  fragment Changed on AppVersion {
    id
    state
    stateMessage
    viewerActions
    template {
      id
      state
      viewerActions
      latestVersion {
        id
      }
    }
  }
`);

const WorkspacePage = graphql(`
  query WorkspacePage($workspace: String!, $after: String) {
    workspace(name: $workspace) {
      id
      templates(first: 2, after: $after, orderBy: { field: NAME }) {
        totalCount
        nodes {
          id
          name
          state
          latestVersion {
            id
            version
            state
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

const TemplatePage = graphql(`
  query TemplatePage($workspace: String!, $name: String!) {
    workspace(name: $workspace) {
      id
      template(name: $name) {
        id
        name
        state
        viewerActions
        versions(first: 20) {
          nodes {
            id
            version
            state
            stateMessage
            viewerActions
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`);

const CreateTemplate = graphql(`
  mutation CreateTemplate($input: CreateTemplateInput!) {
    createTemplate(input: $input) {
      template {
        id
        name
        latestVersion {
          id
          state
        }
      }
      userErrors {
        ...Faults
      }
    }
  }
`);

const SubmitVersion = graphql(`
  mutation SubmitVersion($id: ID!, $description: String) {
    submitVersion(id: $id, description: $description) {
      version {
        ...Changed
      }
      userErrors {
        ...Faults
      }
    }
  }
`);

const PublishVersion = graphql(`
  mutation PublishVersion($id: ID!) {
    publishVersion(id: $id) {
      version {
        ...Changed
      }
      userErrors {
        ...Faults
      }
    }
  }
`);

const VersionChanges = graphql(`
  subscription VersionChanges($workspace: String) {
    versionStateChanged(workspace: $workspace) {
      version {
        ...Changed
      }
      fromState
      toState
      action
      actor
    }
  }
`);

/** All templates of a workspace, asked for page by page. The page with the last of them shows them all. */
export async function openTemplates(session: Session, workspace: string): Promise<Page<WorkspacePageQuery>> {
  let page = await open(session, WorkspacePage, { workspace, after: null });
  for (let next = after(page); next !== null; next = after(page)) {
    page.close();
    page = await open(session, WorkspacePage, { workspace, after: next });
  }
  return page;
}

function after(page: Page<WorkspacePageQuery>): string | null {
  const { pageInfo } = found(page.shown().workspace, 'workspace').templates;
  return pageInfo.hasNextPage ? pageInfo.endCursor : null;
}

export function openTemplate(session: Session, workspace: string, name: string): Promise<Page<TemplatePageQuery>> {
  return open(session, TemplatePage, { workspace, name });
}

/** The id of the first version of a template that is made of this package. */
export async function createTemplate(session: Session, workspaceId: string, packed: File): Promise<string> {
  const input = { workspace: workspaceId, package: packed };
  const { template } = done(data(await session.client.mutation(CreateTemplate, { input }).toPromise()).createTemplate);
  return found(template?.latestVersion, 'version').id;
}

export async function submitVersion(session: Session, id: string, description: string): Promise<void> {
  done(data(await session.client.mutation(SubmitVersion, { id, description }).toPromise()).submitVersion);
}

export async function publishVersion(session: Session, id: string): Promise<void> {
  done(data(await session.client.mutation(PublishVersion, { id }).toPromise()).publishVersion);
}

export type Change = VersionChangesSubscription['versionStateChanged'];

/** Each change of a version's state in the workspace from now on. The cache has it before it comes out here. */
export function follow({ client }: Session, workspace: string): ReadableStream<Change> {
  let unsubscribe = () => {};
  return new ReadableStream<Change>({
    start(controller) {
      ({ unsubscribe } = client.subscription(VersionChanges, { workspace }).subscribe((answer) => {
        if (answer.error) controller.error(answer.error);
        else controller.enqueue(data(answer).versionStateChanged);
      }));
    },
    cancel: () => unsubscribe(),
  });
}
