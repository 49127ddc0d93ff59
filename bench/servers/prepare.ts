import type { Plan } from '../drive/plan.ts'
import { walk } from '../sign-in/walk.ts'
import { metadata, start } from './process.ts'
import type { Server, Setup } from './server.ts'

/** The facts about a prepared server that a driver needs. */
export type Target = Omit<Plan, 'scenario' | 'pid' | 'concurrency' | 'warmup' | 'duration'> & {
  readonly openid: boolean
}

/**
 * Starts a server on an empty database, signs in `browsers` browsers and gives consent through
 * its pages, stops it, and returns the collected facts. The database is kept.
 */
export async function prepare(
  server: Server,
  setup: Setup,
  browsers: number,
  core: number | undefined,
): Promise<Target> {
  let running = await start(server, core)
  try {
    const offered = await metadata(server)
    const openid = Array.isArray(offered.scopes_supported) && offered.scopes_supported.includes('openid')
    if (openid) {
      await running.stop()
      server.enableOpenid()
      running = await start(server, core)
    }
    const path = (name: string): string => new URL(String(offered[name])).pathname
    const paths = {
      token: path('token_endpoint'),
      authorize: path('authorization_endpoint'),
      introspect: path('introspection_endpoint'),
      userinfo: openid ? path('userinfo_endpoint') : '',
      jwks: path('jwks_uri'),
    }
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: setup.web.id,
      redirect_uri: setup.web.redirectUri,
      scope: openid ? `openid ${setup.scope}` : setup.scope,
      resource: setup.resources.opaque,
      state: 'setup',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    const cookies: string[] = []
    for (let browser = 0; browser < browsers; browser++) {
      const person = setup.people[browser % setup.people.length]
      if (person === undefined) throw new Error('the setup has no user to sign in')
      const kept = await walk(`${server.issuer}${paths.authorize}?${query}`, setup.web.redirectUri, person)
      cookies.push(kept.header(paths.authorize))
    }
    const { machine, web, resources, scope } = setup
    const { issuer, port } = server
    return { issuer, host: '127.0.0.1', port, paths, machine, web, resources, scope, cookies, openid }
  } finally {
    await running.stop()
  }
}
