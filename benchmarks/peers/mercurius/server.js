// Fastify with Mercurius: JIT from the first request on, loaders for every nested field, pg.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { DateTime, typeDefs } from './sdl.js'
import * as store from './store.js'

const callers = await store.readCallers()

const resolvers = {
  DateTime,
  Query: {
    node: async (_, { id }, { caller }) => {
      const key = store.templateKey(id)
      return key ? (await store.templatesByKey(caller, [key]))[0] ?? null : null
    },
    templates: async (_, { first }, { caller }) => store.page(await store.templatesPage(caller, first + 1), first),
    storeApps: async (_, { first }) => store.page(await store.storeAppsPage(first + 1), first),
    reviews: async (_, { first, states }, { caller }) =>
      ({ ...store.page(await store.queuePage(caller, states, first + 1), first), states })
  },
  StoreAppConnection: { totalCount: () => store.storeAppsCount() },
  ReviewConnection: { totalCount: ({ states }, _, { caller }) => store.queueCount(caller, states) },
  Review: { publisher: store.publisherOfReview }
}

// A document asks a field with the same arguments of every parent, so a batch has those of its first.
const one = (load, keyOf) => ({
  opts: { cache: !store.isTuned },
  loader: async (queries, { caller }) => {
    const keys = queries.map(({ obj }) => keyOf(obj))
    return store.byKey(keys, await load(caller, [...new Set(keys)]))
  }
})
const many = (load, keyOf, wrap) => ({
  opts: { cache: !store.isTuned },
  loader: async (queries, { caller }) => {
    const keys = queries.map(({ obj }) => keyOf(obj))
    const lists = store.byParent(keys, await load(caller, [...new Set(keys)], queries[0].params.first))
    return wrap ? lists.map((nodes) => ({ nodes })) : lists
  }
})
const ofPackage = (field) => {
  const found = one((_, keys) => store.packagesByDigest(keys), (version) => version.packageDigest)
  return { ...found, loader: async (...given) => (await found.loader(...given)).map((row) => row[field]) }
}
const latest = many((caller, keys) => store.versionsOfTemplates(caller, keys, 1), (template) => template.key)

const loaders = {
  AppTemplate: {
    versions: many(store.versionsOfTemplates, (template) => template.key, true),
    latestVersion: { ...latest, loader: async (...given) => (await latest.loader(...given)).map(([row]) => row ?? null) }
  },
  AppVersion: {
    reviews: many(store.reviewsOfVersions, (version) => version.key, true),
    template: one(store.templatesByKey, (version) => version.templateKey),
    readme: ofPackage('readme'),
    values: ofPackage('values'),
    files: many((_, keys) => store.filesByDigest(keys), (version) => version.packageDigest)
  },
  Review: {
    phases: many((_, keys) => store.phasesOfReviews(keys), (review) => review.key),
    version: one(store.versionsByKey, (review) => review.versionKey),
    submittedBy: one((_, keys) => store.usersByKey(keys), (review) => review.submitterKey)
  },
  StoreApp: {
    category: one((_, keys) => store.categoriesByKey(keys), (app) => app.categoryKey),
    publisher: one((_, keys) => store.publishersByKey(keys), (app) => app.workspaceKey),
    versions: many((_, keys, first) => store.versionsOfStoreApps(keys, first), (app) => app.templateKey, true)
  }
}

const app = Fastify()
app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  loaders,
  jit: 1,
  context: (request) => ({ caller: callers.get(request.headers['x-caller']) })
})
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
