// GraphQL Yoga on Node's own HTTP server, with DataLoader for every nested field, pg.
import { createServer } from 'node:http'
import DataLoader from 'dataloader'
import { createSchema, createYoga } from 'graphql-yoga'
import { DateTime, typeDefs } from './sdl.js'
import * as store from './store.js'

const callers = await store.readCallers()

const one = (load) => new DataLoader(async (keys) => store.byKey(keys, await load(keys)))
const many = (load) => new DataLoader(async (keys) => store.byParent(keys, await load(keys)))

// One loader for each list and page size, as all parents of a level ask for the same.
function paged (load) {
  const loaders = new Map()
  return async (key, first) => {
    if (!loaders.has(first)) loaders.set(first, many((keys) => load(keys, first)))
    return { nodes: await loaders.get(first).load(key) }
  }
}

function loadersFor (caller) {
  return {
    template: one((keys) => store.templatesByKey(caller, keys)),
    version: one((keys) => store.versionsByKey(caller, keys)),
    user: one(store.usersByKey),
    category: one(store.categoriesByKey),
    publisher: one(store.publishersByKey),
    package: one(store.packagesByDigest),
    files: many(store.filesByDigest),
    phases: many(store.phasesOfReviews),
    latestVersion: many((keys) => store.versionsOfTemplates(caller, keys, 1)),
    versionsOfTemplate: paged((keys, first) => store.versionsOfTemplates(caller, keys, first)),
    versionsOfStoreApp: paged(store.versionsOfStoreApps),
    reviewsOfVersion: paged((keys, first) => store.reviewsOfVersions(caller, keys, first))
  }
}

const resolvers = {
  DateTime,
  Query: {
    node: (_, { id }, { load }) => store.templateKey(id) ? load.template.load(store.templateKey(id)) : null,
    templates: async (_, { first }, { caller }) => store.page(await store.templatesPage(caller, first + 1), first),
    storeApps: async (_, { first }) => store.page(await store.storeAppsPage(first + 1), first),
    reviews: async (_, { first, states }, { caller }) =>
      ({ ...store.page(await store.queuePage(caller, states, first + 1), first), states })
  },
  StoreAppConnection: { totalCount: () => store.storeAppsCount() },
  ReviewConnection: { totalCount: ({ states }, _, { caller }) => store.queueCount(caller, states) },
  AppTemplate: {
    versions: ({ key }, { first }, { load }) => load.versionsOfTemplate(key, first),
    latestVersion: async ({ key }, _, { load }) => (await load.latestVersion.load(key))[0]
  },
  AppVersion: {
    reviews: ({ key }, { first }, { load }) => load.reviewsOfVersion(key, first),
    template: ({ templateKey }, _, { load }) => load.template.load(templateKey),
    readme: async ({ packageDigest }, _, { load }) => (await load.package.load(packageDigest)).readme,
    values: async ({ packageDigest }, _, { load }) => (await load.package.load(packageDigest)).values,
    files: ({ packageDigest }, _, { load }) => load.files.load(packageDigest)
  },
  Review: {
    publisher: store.publisherOfReview,
    phases: ({ key }, _, { load }) => load.phases.load(key),
    version: ({ versionKey }, _, { load }) => load.version.load(versionKey),
    submittedBy: ({ submitterKey }, _, { load }) => submitterKey && load.user.load(submitterKey)
  },
  StoreApp: {
    category: ({ categoryKey }, _, { load }) => load.category.load(categoryKey),
    publisher: ({ workspaceKey }, _, { load }) => load.publisher.load(workspaceKey),
    versions: ({ templateKey }, { first }, { load }) => load.versionsOfStoreApp(templateKey, first)
  }
}

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: ({ request }) => {
    const caller = callers.get(request.headers.get('x-caller'))
    return { caller, load: loadersFor(caller) }
  },
  graphiql: false,
  landingPage: false,
  logging: false
})
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1')
