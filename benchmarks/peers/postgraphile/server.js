// PostGraphile 5 on Node's own HTTP server: the schema generated from the tables, rights by row-level security.
import { createServer } from 'node:http'
import pg from 'pg'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { makeJSONPgSmartTagsPlugin } from 'postgraphile/utils'

// Each caller's rights, read once: a real server would look each time.
async function readCallers () {
  const client = new pg.Client(process.env.DATABASE_URL)
  await client.connect()
  const { rows } = await client.query(`
    SELECT u.username, u.id, r.name = 'app-reviewer' AS reviews, array_agg(m.workspace_id)::text AS workspaces
      FROM app_user u JOIN role r ON r.id = u.platform_role_id LEFT JOIN membership m ON m.user_id = u.id
     WHERE u.username IN ('dev', 'reviewer') GROUP BY u.username, u.id, r.name`)
  await client.end()
  return new Map(rows.map(({ username, id, reviews, workspaces }) => [username, {
    'peer.user_id': id,
    'peer.reviews': String(reviews),
    'peer.workspaces': workspaces
  }]))
}

const callers = await readCallers()

const preset = {
  extends: [PostGraphileAmberPreset],
  // It hides lists and orders whose index it does not see, and it does not see our partial ones.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  plugins: [makeJSONPgSmartTagsPlugin({
    version: 1,
    config: {
      class: {
        publisher: { tags: { primaryKey: 'id' } },
        store_app: { tags: { foreignKey: '(workspace_id) references public.publisher (id)|@fieldName publisher' } },
        version: {
          tags: { foreignKey: '(template_id) references public.store_app (template_id)|@foreignFieldName versions' }
        }
      }
    }
  })],
  pgServices: [makePgService({
    connectionString: process.env.DATABASE_URL.replace('//chandlery@', '//peer@'),
    schemas: ['public'],
    pubsub: false
  })],
  gather: { installWatchFixtures: false },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: ({ node }) => ({ pgSettings: callers.get(node?.req.headers['x-caller']) })
  }
}

const server = createServer()
server.listen(Number(process.env.PORT), '127.0.0.1')
await postgraphile(preset).createServ(grafserv).addTo(server)
