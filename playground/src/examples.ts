// Operations to begin with. Each is shown where its root fields are in the schema that the viewer has.

import { type GraphQLSchema, TypeInfo, parse, print, validate, validateSchema, visit, visitWithTypeInfo } from 'graphql';
import { operationIn } from './requests/operation';

export interface Example {
  title: string;
  about: string;
  document: string;
  variables?: Record<string, unknown>;
  /** Asked when the example is opened, to fill in variables that fit what is there. */
  fill?: { document: string; into(data: never): Record<string, unknown> | null };
}

interface Nodes<T> {
  nodes: T[];
}

const STORE_PAGE = `query StorePage {
  storeApps(first: 12) {
    totalCount
    nodes {
      displayName
      summary
      publisher { displayName }
      category { displayName }
      latestVersion {
        version
        appVersion
        package { fileName size downloadUrl }
      }
      versions(first: 3) {
        nodes { version description }
      }
    }
  }
  categories { displayName storeAppCount }
}`;

const REVIEW_QUEUE = `query ReviewQueue {
  reviews(
    states: [SUBMITTED, IN_REVIEW]
    first: 20
  ) {
    totalCount
    nodes {
      templateName
      versionName
      state
      submittedAt
      publisher { displayName }
      phases { name state }
      version {
        id
        description
        chart { description }
      }
    }
  }
}`;

const PASS_REVIEW = `mutation PassReview(
  $id: ID!
  $message: String
) {
  startReview(id: $id, phase: TECHNICAL) {
    version { state }
    userErrors { code message }
  }
  passReview(
    id: $id
    phase: TECHNICAL
    message: $message
  ) {
    version { version state stateMessage }
    userErrors { code message }
  }
}`;

const UPLOAD = `mutation UploadChart(
  $input: CreateTemplateInput!
) {
  createTemplate(input: $input) {
    template {
      id
      name
      latestVersion {
        id
        version
        state
        chart { description }
      }
    }
    userErrors { code message path }
  }
}`;

const SUBMIT = `mutation SubmitVersion(
  $id: ID!
  $description: String
) {
  submitVersion(id: $id, description: $description) {
    version { version state viewerActions }
    userErrors { code message }
  }
}`;

const APPS = `query Apps {
  templates(first: 20) {
    totalCount
    nodes {
      name
      state
      changedSincePublished
      versions(first: 5) {
        nodes {
          version
          state
          stateMessage
          viewerActions
          review { phases { name state } }
        }
      }
    }
  }
}`;

const WATCH = `subscription VersionStates {
  versionStateChanged {
    version { version template { name } }
    fromState
    toState
    action
    actor
    at
    message
  }
}`;

const WHO_AM_I = `query WhoAmI {
  viewer {
    user {
      username
      platformRole { name displayName }
    }
    memberships {
      workspace { name }
      role { name permissions }
    }
    platformPermissions
  }
}`;

export const EXAMPLES: readonly Example[] = [
  { title: 'A store page', about: 'Apps with their publishers, versions and packages, in one request.', document: STORE_PAGE },
  { title: 'The review queue', about: 'What waits for a decision, oldest first.', document: REVIEW_QUEUE },
  {
    title: 'Pass a review',
    about: 'Starts the technical review of the oldest submission, and passes it.',
    document: PASS_REVIEW,
    variables: { id: '', message: 'Well done.' },
    fill: {
      document: '{ reviews(states: [SUBMITTED], first: 1) { nodes { version { id } } } }',
      into: ({ reviews }: { reviews: Nodes<{ version: { id: string } }> }) => idOf(reviews.nodes[0]?.version),
    },
  },
  {
    title: 'Upload a chart',
    about: 'A package from a file, as a new app of a workspace.',
    document: UPLOAD,
    variables: { input: { workspace: '', package: null } },
    fill: {
      document: '{ workspaces(first: 1) { nodes { id } } }',
      into: ({ workspaces }: { workspaces: Nodes<{ id: string }> }) =>
        workspaces.nodes[0] ? { input: { workspace: workspaces.nodes[0].id, package: null } } : null,
    },
  },
  {
    title: 'Submit a version',
    about: 'Hands the newest draft to the reviewers.',
    document: SUBMIT,
    variables: { id: '', description: 'What is new.' },
    fill: {
      document: '{ templates(states: [DRAFT], first: 1) { nodes { latestVersion(states: [DRAFT]) { id } } } }',
      into: ({ templates }: { templates: Nodes<{ latestVersion: { id: string } | null }> }) =>
        idOf(templates.nodes[0]?.latestVersion),
    },
  },
  { title: 'Apps and their versions', about: 'Every version’s state, and what one may do to it now.', document: APPS },
  { title: 'Watch versions change', about: 'Each change of a state, as it happens.', document: WATCH },
  { title: 'Who am I?', about: 'The viewer, with roles and permissions.', document: WHO_AM_I },
];

/** The examples that fit a schema, without what it lacks; none for a schema that is none. */
export function fitting(schema: GraphQLSchema): Example[] {
  if (validateSchema(schema).length) return [];
  return EXAMPLES.flatMap(example => {
    const document = fitted(schema, example.document);
    return document === null ? [] : [{ ...example, document }];
  });
}

/** The document with only the fields that the schema has; null when a root field is missing. */
export function fitted(schema: GraphQLSchema, text: string): string | null {
  const document = parse(text);
  const operation = operationIn(document);
  const root = operation && schema.getRootType(operation.operation);
  const asked = operation?.selectionSet.selections ?? [];
  if (!root || !asked.every(node => node.kind === 'Field' && node.name.value in root.getFields())) return null;
  if (validate(schema, document).length === 0) return text;
  const types = new TypeInfo(schema);
  const left = visit(document, visitWithTypeInfo(types, { Field: () => (types.getFieldDef() ? undefined : null) }));
  return validate(schema, left).length === 0 ? print(left) : null;
}

const idOf = (thing: { id: string } | null | undefined) => (thing ? { id: thing.id } : null);
