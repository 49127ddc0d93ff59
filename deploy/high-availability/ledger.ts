import type { Api, Registered, Seen } from './clients.ts'
import { registered } from './people.ts'

/** The changes that the server acknowledged with 200, which no failure may undo. */
export interface Ledger {
  readonly alive: Set<string>
  readonly revoked: Set<string>
  /** For each code, how many responses contained tokens. */
  readonly codes: number[]
  /** Clients whose refresh token was exchanged for two different successors. */
  readonly forks: string[]
  /** Clients whose token family was revoked although they followed the protocol. */
  readonly loggedOut: string[]
  readonly families: { readonly client: Registered; readonly token: string }[]
  readonly seen: Seen[]
}

/** Creates an empty ledger. */
export function createLedger(): Ledger {
  return { alive: new Set(), revoked: new Set(), codes: [], forks: [], loggedOut: [], families: [], seen: [] }
}

/** Number of violations of each guarantee. */
export interface Broken {
  readonly lost: number
  readonly resurrected: number
  readonly doubles: number
  readonly forks: number
  readonly deadFamilies: number
}

/** Counts the violations by asking the nodes in turn. */
export async function checkLedger(ledger: Ledger, nodes: readonly Api[]): Promise<Broken> {
  let turn = 0
  async function isActive(token: string): Promise<boolean> {
    turn += 1
    const reply = await nodes[turn % nodes.length]?.post('check', '/introspect', registered.api, { token })
    if (reply?.status !== 200)
      throw new Error(`introspection failed with status ${reply?.status}: ${JSON.stringify(reply?.json)}`)
    return reply.json.active === true
  }
  const lost = await count(ledger.alive, async (token) => !(await isActive(token)))
  const resurrected = await count(ledger.revoked, isActive)
  const deadFamilies = await count(ledger.families, async ({ client, token }) => {
    const reply = await nodes[0]?.post('check', '/token', client, { grant_type: 'refresh_token', refresh_token: token })
    return reply?.status !== 200
  })
  const doubles = ledger.codes.filter((times) => times > 1).length
  return { lost, resurrected, doubles, forks: ledger.forks.length, deadFamilies }
}

async function count<T>(all: Iterable<T>, isBroken: (one: T) => Promise<boolean>): Promise<number> {
  let broken = 0
  for (const one of all) if (await isBroken(one)) broken += 1
  return broken
}
