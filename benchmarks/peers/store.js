// The rows behind the servers written by hand: one batched statement for each thing and level, in the shape of the
// schema. A caller's rights are read once, at the start, and bound into every statement, as our policies say.
import pg from 'pg'

// As the libraries' own documentation has it, or with what somebody who measures would find: statements that stay
// prepared by name, moments that never become a Date, and (in server.js) loaders that keep nothing.
export const isTuned = process.env.TUNED === 'true'

if (isTuned) pg.types.setTypeParser(1184, (text) => text.replace(' ', 'T').replace('+00', 'Z'))
pg.types.setTypeParser(20, Number)

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  options: '-c TimeZone=UTC'
})

async function rows (name, text, values) {
  return (await pool.query(isTuned ? { name, text, values } : { text, values })).rows
}

export async function readCallers () {
  const found = await rows('callers', `
    SELECT u.username, r.name = 'app-reviewer' AS reviews,
           coalesce(array_agg(m.workspace_id) FILTER (WHERE m.workspace_id IS NOT NULL), '{}') AS workspaces
      FROM app_user u JOIN role r ON r.id = u.platform_role_id LEFT JOIN membership m ON m.user_id = u.id
     WHERE u.username IN ('dev', 'reviewer') GROUP BY u.username, r.name`, [])
  return new Map(found.map((row) => [row.username, row]))
}

const TEMPLATE = `'AppTemplate' AS "__typename", 'tpl_' || t.id AS id, t.id AS key, t.name, t.display_name AS "displayName",
  t.summary, t.description, t.home, t.state, t.created_at AS "createdAt", t.updated_at AS "updatedAt", t.revision`
const VERSION = `'ver_' || v.id AS id, v.id AS key, v.version, v.app_version AS "appVersion", v.description, v.state,
  v.state_changed_at AS "stateChangedAt", v.created_at AS "createdAt", v.revision, v.template_id AS "templateKey",
  v.package_digest AS "packageDigest"`
const REVIEW = `'rev_' || r.id AS id, r.id AS key, r.template_name AS "templateName", r.version_name AS "versionName",
  r.publisher_name AS "publisherName", r.publisher_display_name AS "publisherDisplayName", r.state,
  r.submitted_at AS "submittedAt", r.decided_at AS "decidedAt", r.submitted_by AS "submitterKey",
  r.version_id AS "versionKey"`
const TEMPLATE_SEEN = 't.deleted_at IS NULL AND (t.workspace_id = ANY ($1) OR ($2 AND t.first_submitted_at IS NOT NULL))'
const VERSION_SEEN = `v.deleted_at IS NULL
  AND (v.workspace_id = ANY ($1) OR ($2 AND v.first_submitted_at IS NOT NULL) OR v.state = 'ACTIVE')`
const REVIEW_SEEN = '(r.workspace_id = ANY ($1) OR $2)'

const rights = (caller) => [caller.workspaces, caller.reviews]

export const templatesPage = (caller, first) => rows('templates', `
  SELECT ${TEMPLATE} FROM template t WHERE ${TEMPLATE_SEEN} ORDER BY t.name, t.id LIMIT $3`, [...rights(caller), first])

export const templatesByKey = (caller, keys) => rows('templatesByKey', `
  SELECT ${TEMPLATE} FROM template t WHERE ${TEMPLATE_SEEN} AND t.id = ANY ($3)`, [...rights(caller), keys])

export const versionsByKey = (caller, keys) => rows('versionsByKey', `
  SELECT ${VERSION} FROM version v WHERE ${VERSION_SEEN} AND v.id = ANY ($3)`, [...rights(caller), keys])

export const versionsOfTemplates = (caller, keys, first) => rows('versionsOfTemplates', `
  SELECT wanted.key AS parent, page.* FROM unnest($3::uuid[]) AS wanted (key) CROSS JOIN LATERAL (
    SELECT ${VERSION} FROM version v WHERE v.template_id = wanted.key AND ${VERSION_SEEN}
     ORDER BY v.sort_key DESC, v.created_at DESC, v.id DESC LIMIT $4) AS page`, [...rights(caller), keys, first])

export const versionsOfStoreApps = (keys, first) => rows('versionsOfStoreApps', `
  SELECT wanted.key AS parent, page.* FROM unnest($1::uuid[]) AS wanted (key) CROSS JOIN LATERAL (
    SELECT ${VERSION} FROM version v WHERE v.template_id = wanted.key AND v.deleted_at IS NULL AND v.state = 'ACTIVE'
     ORDER BY v.sort_key DESC, v.created_at DESC, v.id DESC LIMIT $2) AS page`, [keys, first])

export const reviewsOfVersions = (caller, keys, first) => rows('reviewsOfVersions', `
  SELECT wanted.key AS parent, page.* FROM unnest($3::uuid[]) AS wanted (key) CROSS JOIN LATERAL (
    SELECT ${REVIEW} FROM review r WHERE r.version_id = wanted.key AND ${REVIEW_SEEN}
     ORDER BY r.submitted_at DESC, r.id DESC LIMIT $4) AS page`, [...rights(caller), keys, first])

export const storeAppsPage = (first) => rows('storeApps', `
  SELECT 'sto_' || s.id AS id, s.id AS key, s.name, s.display_name AS "displayName", s.summary, s.description, s.home,
         s.published_at AS "publishedAt", s.updated_at AS "updatedAt", s.category_id AS "categoryKey",
         s.workspace_id AS "workspaceKey", s.template_id AS "templateKey"
    FROM store_app s WHERE s.listed ORDER BY s.published_at DESC, s.id DESC LIMIT $1`, [first])

export const storeAppsCount = async () =>
  (await rows('storeAppsCount', 'SELECT count(*) AS n FROM store_app WHERE listed', []))[0].n

export const categoriesByKey = (keys) => rows('categories', `
  SELECT 'cat_' || id AS id, id AS key, name, display_name AS "displayName" FROM category WHERE id = ANY ($1)`, [keys])

export const publishersByKey = (keys) => rows('publishers', `
  SELECT id AS key, name, display_name AS "displayName" FROM workspace WHERE id = ANY ($1)`, [keys])

export const packagesByDigest = (keys) => rows('packages', `
  SELECT p.digest AS key, readme.text AS readme, vals.text AS values
    FROM package p LEFT JOIN text_blob readme ON readme.digest = p.readme_digest
    JOIN text_blob vals ON vals.digest = p.values_digest WHERE p.digest = ANY ($1)`, [keys])

export const filesByDigest = (keys) => rows('files', `
  SELECT f.package_digest AS parent, f.path, f.size, t.text
    FROM package_file f LEFT JOIN text_blob t ON t.digest = f.text_digest
   WHERE f.package_digest = ANY ($1) ORDER BY f.package_digest, f.path`, [keys])

export const queuePage = (caller, states, first) => rows('queue', `
  SELECT ${REVIEW} FROM review r JOIN version v ON v.id = r.version_id AND v.deleted_at IS NULL
   WHERE ${REVIEW_SEEN} AND r.state = ANY ($3) ORDER BY r.submitted_at, r.id LIMIT $4`,
[...rights(caller), states, first])

export const queueCount = async (caller, states) => (await rows('queueCount', `
  SELECT count(*) AS n FROM review r JOIN version v ON v.id = r.version_id AND v.deleted_at IS NULL
   WHERE ${REVIEW_SEEN} AND r.state = ANY ($3)`, [...rights(caller), states]))[0].n

export const phasesOfReviews = (keys) => rows('phases', `
  SELECT review_id AS parent, name, state, started_at AS "startedAt", decided_at AS "decidedAt", message
    FROM review_phase WHERE review_id = ANY ($1) ORDER BY review_id, position`, [keys])

export const usersByKey = (keys) => rows('users', `
  SELECT 'usr_' || id AS id, id AS key, username, display_name AS "displayName" FROM app_user WHERE id = ANY ($1)`,
[keys])

// One row for each key, in their order; null for none.
export function byKey (keys, found) {
  const known = new Map(found.map((row) => [row.key, row]))
  return keys.map((key) => known.get(key) ?? null)
}

// The rows of each parent, in the order of the parents.
export function byParent (keys, found) {
  const known = new Map(keys.map((key) => [key, []]))
  for (const row of found) known.get(row.parent).push(row)
  return keys.map((key) => known.get(key))
}

// A page out of one row more than it shows.
export function page (found, first) {
  const nodes = found.length > first ? found.slice(0, first) : found
  const last = nodes.at(-1)
  return {
    nodes,
    pageInfo: {
      hasNextPage: found.length > first,
      endCursor: last ? Buffer.from(JSON.stringify([last.key])).toString('base64url') : null
    }
  }
}

// The key in a template's global id; undefined for an id of anything else.
export function templateKey (id) {
  return id.startsWith('tpl_') ? id.slice(4) : undefined
}

export const publisherOfReview = (review) => ({ name: review.publisherName, displayName: review.publisherDisplayName })
