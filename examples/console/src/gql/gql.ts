/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment Faults on UserError {\n    code\n    message\n    path\n  }\n": typeof types.FaultsFragmentDoc,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n        username\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.CreateUserDocument,
    "\n  mutation CreateWorkspace($input: CreateWorkspaceInput!) {\n    createWorkspace(input: $input) {\n      workspace {\n        id\n        name\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.CreateWorkspaceDocument,
    "\n  query StorePage($search: String, $after: String) {\n    storeApps(search: $search, first: 20, after: $after, orderBy: { field: PUBLISHED_AT }) {\n      totalCount\n      nodes {\n        id\n        name\n        displayName\n        summary\n        publisher {\n          name\n          displayName\n        }\n        icon {\n          url\n        }\n        latestVersion {\n          id\n          version\n          package {\n            size\n            downloadUrl\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.StorePageDocument,
    "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      token\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  fragment Changed on AppVersion {\n    id\n    state\n    stateMessage\n    viewerActions\n    template {\n      id\n      state\n      viewerActions\n      latestVersion {\n        id\n      }\n    }\n  }\n": typeof types.ChangedFragmentDoc,
    "\n  query WorkspacePage($workspace: String!, $after: String) {\n    workspace(name: $workspace) {\n      id\n      templates(first: 2, after: $after, orderBy: { field: NAME }) {\n        totalCount\n        nodes {\n          id\n          name\n          state\n          latestVersion {\n            id\n            version\n            state\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.WorkspacePageDocument,
    "\n  query TemplatePage($workspace: String!, $name: String!) {\n    workspace(name: $workspace) {\n      id\n      template(name: $name) {\n        id\n        name\n        state\n        viewerActions\n        versions(first: 20) {\n          nodes {\n            id\n            version\n            state\n            stateMessage\n            viewerActions\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n  }\n": typeof types.TemplatePageDocument,
    "\n  mutation CreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      template {\n        id\n        name\n        latestVersion {\n          id\n          state\n        }\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.CreateTemplateDocument,
    "\n  mutation SubmitVersion($id: ID!, $description: String) {\n    submitVersion(id: $id, description: $description) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.SubmitVersionDocument,
    "\n  mutation PublishVersion($id: ID!) {\n    publishVersion(id: $id) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.PublishVersionDocument,
    "\n  subscription VersionChanges($workspace: String) {\n    versionStateChanged(workspace: $workspace) {\n      version {\n        ...Changed\n      }\n      fromState\n      toState\n      action\n      actor\n    }\n  }\n": typeof types.VersionChangesDocument,
    "\n  fragment Reviewed on AppVersion {\n    id\n    state\n    viewerActions\n    review {\n      id\n      state\n      phases {\n        name\n        state\n      }\n    }\n  }\n": typeof types.ReviewedFragmentDoc,
    "\n  query ReviewQueue($workspace: String, $after: String) {\n    reviews(states: [SUBMITTED, IN_REVIEW], workspace: $workspace, first: 20, after: $after) {\n      totalCount\n      nodes {\n        id\n        state\n        templateName\n        versionName\n        submittedAt\n        publisher {\n          name\n        }\n        phases {\n          name\n          state\n        }\n        version {\n          id\n          state\n          readme\n          viewerActions\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.ReviewQueueDocument,
    "\n  mutation StartReview($id: ID!, $phase: ReviewPhaseName!) {\n    startReview(id: $id, phase: $phase) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.StartReviewDocument,
    "\n  mutation PassReview($id: ID!, $phase: ReviewPhaseName!, $message: String) {\n    passReview(id: $id, phase: $phase, message: $message) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": typeof types.PassReviewDocument,
};
const documents: Documents = {
    "\n  fragment Faults on UserError {\n    code\n    message\n    path\n  }\n": types.FaultsFragmentDoc,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n        username\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.CreateUserDocument,
    "\n  mutation CreateWorkspace($input: CreateWorkspaceInput!) {\n    createWorkspace(input: $input) {\n      workspace {\n        id\n        name\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.CreateWorkspaceDocument,
    "\n  query StorePage($search: String, $after: String) {\n    storeApps(search: $search, first: 20, after: $after, orderBy: { field: PUBLISHED_AT }) {\n      totalCount\n      nodes {\n        id\n        name\n        displayName\n        summary\n        publisher {\n          name\n          displayName\n        }\n        icon {\n          url\n        }\n        latestVersion {\n          id\n          version\n          package {\n            size\n            downloadUrl\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.StorePageDocument,
    "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      token\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.SignInDocument,
    "\n  fragment Changed on AppVersion {\n    id\n    state\n    stateMessage\n    viewerActions\n    template {\n      id\n      state\n      viewerActions\n      latestVersion {\n        id\n      }\n    }\n  }\n": types.ChangedFragmentDoc,
    "\n  query WorkspacePage($workspace: String!, $after: String) {\n    workspace(name: $workspace) {\n      id\n      templates(first: 2, after: $after, orderBy: { field: NAME }) {\n        totalCount\n        nodes {\n          id\n          name\n          state\n          latestVersion {\n            id\n            version\n            state\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.WorkspacePageDocument,
    "\n  query TemplatePage($workspace: String!, $name: String!) {\n    workspace(name: $workspace) {\n      id\n      template(name: $name) {\n        id\n        name\n        state\n        viewerActions\n        versions(first: 20) {\n          nodes {\n            id\n            version\n            state\n            stateMessage\n            viewerActions\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n  }\n": types.TemplatePageDocument,
    "\n  mutation CreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      template {\n        id\n        name\n        latestVersion {\n          id\n          state\n        }\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.CreateTemplateDocument,
    "\n  mutation SubmitVersion($id: ID!, $description: String) {\n    submitVersion(id: $id, description: $description) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.SubmitVersionDocument,
    "\n  mutation PublishVersion($id: ID!) {\n    publishVersion(id: $id) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.PublishVersionDocument,
    "\n  subscription VersionChanges($workspace: String) {\n    versionStateChanged(workspace: $workspace) {\n      version {\n        ...Changed\n      }\n      fromState\n      toState\n      action\n      actor\n    }\n  }\n": types.VersionChangesDocument,
    "\n  fragment Reviewed on AppVersion {\n    id\n    state\n    viewerActions\n    review {\n      id\n      state\n      phases {\n        name\n        state\n      }\n    }\n  }\n": types.ReviewedFragmentDoc,
    "\n  query ReviewQueue($workspace: String, $after: String) {\n    reviews(states: [SUBMITTED, IN_REVIEW], workspace: $workspace, first: 20, after: $after) {\n      totalCount\n      nodes {\n        id\n        state\n        templateName\n        versionName\n        submittedAt\n        publisher {\n          name\n        }\n        phases {\n          name\n          state\n        }\n        version {\n          id\n          state\n          readme\n          viewerActions\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.ReviewQueueDocument,
    "\n  mutation StartReview($id: ID!, $phase: ReviewPhaseName!) {\n    startReview(id: $id, phase: $phase) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.StartReviewDocument,
    "\n  mutation PassReview($id: ID!, $phase: ReviewPhaseName!, $message: String) {\n    passReview(id: $id, phase: $phase, message: $message) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n": types.PassReviewDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Faults on UserError {\n    code\n    message\n    path\n  }\n"): (typeof documents)["\n  fragment Faults on UserError {\n    code\n    message\n    path\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n        username\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateUser($input: CreateUserInput!) {\n    createUser(input: $input) {\n      user {\n        id\n        username\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateWorkspace($input: CreateWorkspaceInput!) {\n    createWorkspace(input: $input) {\n      workspace {\n        id\n        name\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateWorkspace($input: CreateWorkspaceInput!) {\n    createWorkspace(input: $input) {\n      workspace {\n        id\n        name\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StorePage($search: String, $after: String) {\n    storeApps(search: $search, first: 20, after: $after, orderBy: { field: PUBLISHED_AT }) {\n      totalCount\n      nodes {\n        id\n        name\n        displayName\n        summary\n        publisher {\n          name\n          displayName\n        }\n        icon {\n          url\n        }\n        latestVersion {\n          id\n          version\n          package {\n            size\n            downloadUrl\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query StorePage($search: String, $after: String) {\n    storeApps(search: $search, first: 20, after: $after, orderBy: { field: PUBLISHED_AT }) {\n      totalCount\n      nodes {\n        id\n        name\n        displayName\n        summary\n        publisher {\n          name\n          displayName\n        }\n        icon {\n          url\n        }\n        latestVersion {\n          id\n          version\n          package {\n            size\n            downloadUrl\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      token\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SignIn($input: LoginInput!) {\n    login(input: $input) {\n      token\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Changed on AppVersion {\n    id\n    state\n    stateMessage\n    viewerActions\n    template {\n      id\n      state\n      viewerActions\n      latestVersion {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment Changed on AppVersion {\n    id\n    state\n    stateMessage\n    viewerActions\n    template {\n      id\n      state\n      viewerActions\n      latestVersion {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WorkspacePage($workspace: String!, $after: String) {\n    workspace(name: $workspace) {\n      id\n      templates(first: 2, after: $after, orderBy: { field: NAME }) {\n        totalCount\n        nodes {\n          id\n          name\n          state\n          latestVersion {\n            id\n            version\n            state\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query WorkspacePage($workspace: String!, $after: String) {\n    workspace(name: $workspace) {\n      id\n      templates(first: 2, after: $after, orderBy: { field: NAME }) {\n        totalCount\n        nodes {\n          id\n          name\n          state\n          latestVersion {\n            id\n            version\n            state\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TemplatePage($workspace: String!, $name: String!) {\n    workspace(name: $workspace) {\n      id\n      template(name: $name) {\n        id\n        name\n        state\n        viewerActions\n        versions(first: 20) {\n          nodes {\n            id\n            version\n            state\n            stateMessage\n            viewerActions\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query TemplatePage($workspace: String!, $name: String!) {\n    workspace(name: $workspace) {\n      id\n      template(name: $name) {\n        id\n        name\n        state\n        viewerActions\n        versions(first: 20) {\n          nodes {\n            id\n            version\n            state\n            stateMessage\n            viewerActions\n          }\n          pageInfo {\n            hasNextPage\n            endCursor\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      template {\n        id\n        name\n        latestVersion {\n          id\n          state\n        }\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      template {\n        id\n        name\n        latestVersion {\n          id\n          state\n        }\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SubmitVersion($id: ID!, $description: String) {\n    submitVersion(id: $id, description: $description) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SubmitVersion($id: ID!, $description: String) {\n    submitVersion(id: $id, description: $description) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PublishVersion($id: ID!) {\n    publishVersion(id: $id) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation PublishVersion($id: ID!) {\n    publishVersion(id: $id) {\n      version {\n        ...Changed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription VersionChanges($workspace: String) {\n    versionStateChanged(workspace: $workspace) {\n      version {\n        ...Changed\n      }\n      fromState\n      toState\n      action\n      actor\n    }\n  }\n"): (typeof documents)["\n  subscription VersionChanges($workspace: String) {\n    versionStateChanged(workspace: $workspace) {\n      version {\n        ...Changed\n      }\n      fromState\n      toState\n      action\n      actor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Reviewed on AppVersion {\n    id\n    state\n    viewerActions\n    review {\n      id\n      state\n      phases {\n        name\n        state\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment Reviewed on AppVersion {\n    id\n    state\n    viewerActions\n    review {\n      id\n      state\n      phases {\n        name\n        state\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ReviewQueue($workspace: String, $after: String) {\n    reviews(states: [SUBMITTED, IN_REVIEW], workspace: $workspace, first: 20, after: $after) {\n      totalCount\n      nodes {\n        id\n        state\n        templateName\n        versionName\n        submittedAt\n        publisher {\n          name\n        }\n        phases {\n          name\n          state\n        }\n        version {\n          id\n          state\n          readme\n          viewerActions\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query ReviewQueue($workspace: String, $after: String) {\n    reviews(states: [SUBMITTED, IN_REVIEW], workspace: $workspace, first: 20, after: $after) {\n      totalCount\n      nodes {\n        id\n        state\n        templateName\n        versionName\n        submittedAt\n        publisher {\n          name\n        }\n        phases {\n          name\n          state\n        }\n        version {\n          id\n          state\n          readme\n          viewerActions\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartReview($id: ID!, $phase: ReviewPhaseName!) {\n    startReview(id: $id, phase: $phase) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation StartReview($id: ID!, $phase: ReviewPhaseName!) {\n    startReview(id: $id, phase: $phase) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PassReview($id: ID!, $phase: ReviewPhaseName!, $message: String) {\n    passReview(id: $id, phase: $phase, message: $message) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation PassReview($id: ID!, $phase: ReviewPhaseName!, $message: String) {\n    passReview(id: $id, phase: $phase, message: $message) {\n      version {\n        ...Reviewed\n      }\n      userErrors {\n        ...Faults\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;