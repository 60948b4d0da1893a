import { GraphQLScalarType } from 'graphql'

export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (moment) => moment instanceof Date ? moment.toISOString() : moment
})

// The part of the store's schema that the operations ask, for the servers written by hand.
export const typeDefs = `
  scalar DateTime
  enum TemplateState { DRAFT ACTIVE SUSPENDED }
  enum VersionState { DRAFT SUBMITTED IN_REVIEW PASSED REJECTED ACTIVE SUSPENDED }
  enum ReviewState { SUBMITTED IN_REVIEW PASSED REJECTED WITHDRAWN }
  enum ReviewPhaseName { ISV BUSINESS TECHNICAL }
  enum ReviewPhaseState { PENDING IN_REVIEW PASSED REJECTED }

  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Publisher { name: String! displayName: String! }
  type Category implements Node { id: ID! name: String! displayName: String! }
  type User implements Node { id: ID! username: String! displayName: String! }

  type AppTemplate implements Node {
    id: ID!
    name: String!
    displayName: String!
    summary: String!
    description: String!
    home: String!
    state: TemplateState!
    createdAt: DateTime!
    updatedAt: DateTime!
    revision: Int!
    versions(first: Int): AppVersionConnection!
    latestVersion: AppVersion
  }
  type AppTemplateConnection { nodes: [AppTemplate!]! pageInfo: PageInfo! }

  type AppVersion implements Node {
    id: ID!
    version: String!
    appVersion: String
    description: String!
    state: VersionState!
    stateChangedAt: DateTime!
    createdAt: DateTime!
    revision: Int!
    readme: String
    values: String!
    files: [ChartFile!]!
    reviews(first: Int): VersionReviewConnection!
    template: AppTemplate
  }
  type AppVersionConnection { nodes: [AppVersion!]! }
  type ChartFile { path: String! size: Int! text: String }

  type Review implements Node {
    id: ID!
    templateName: String!
    versionName: String!
    publisher: Publisher!
    state: ReviewState!
    submittedAt: DateTime!
    decidedAt: DateTime
    submittedBy: User
    phases: [ReviewPhase!]!
    version: AppVersion!
  }
  type VersionReviewConnection { nodes: [Review!]! }
  type ReviewConnection { nodes: [Review!]! pageInfo: PageInfo! totalCount: Int! }
  type ReviewPhase {
    name: ReviewPhaseName!
    state: ReviewPhaseState!
    startedAt: DateTime
    decidedAt: DateTime
    message: String
  }

  type StoreApp implements Node {
    id: ID!
    name: String!
    displayName: String!
    summary: String!
    description: String!
    home: String!
    publishedAt: DateTime!
    updatedAt: DateTime!
    category: Category!
    publisher: Publisher!
    versions(first: Int): AppVersionConnection!
  }
  type StoreAppConnection { nodes: [StoreApp!]! pageInfo: PageInfo! totalCount: Int! }

  type Query {
    node(id: ID!): Node
    templates(first: Int): AppTemplateConnection!
    storeApps(first: Int): StoreAppConnection!
    reviews(first: Int, states: [ReviewState!]): ReviewConnection!
  }
`
