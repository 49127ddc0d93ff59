import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from '../../conformance/browser/browser.ts'
import { type Api, askForCode, type Code, type Registered, type Reply } from './clients.ts'
import type { Ledger } from './ledger.ts'
import { alice, redirectUri, registered } from './people.ts'

/** The target of the load, and the record of its results. */
export interface Loaded {
  readonly issuer: string
  readonly api: Api
  readonly ledger: Ledger
}

/** Load that runs until it is stopped. */
export interface Load {
  end(): Promise<void>
}

/** Starts clients that get and revoke tokens, redeem codes and refresh tokens. */
export async function startLoad(loaded: Loaded): Promise<Load> {
  let isOver = false
  const on = () => !isOver
  const browser = loaded.api.browser('sign-in')
  const loops = [1, 2, 3].map((number) => runMachine(`machine ${number}`, loaded, on))
  for (const number of [1, 2]) loops.push(runCodes(`codes ${number}`, loaded, browser, on))
  for (const number of [1, 2, 3, 4]) {
    // Confidential and public clients alternate.
    const client: Registered = number % 2 === 0 ? registered.web : registered.native
    loops.push(runFamily(`family ${number}`, client, loaded, browser, on))
  }
  loops.push(runKeySet(loaded, on))
  return {
    async end() {
      isOver = true
      await Promise.all(loops)
    },
  }
}

/** The worker that fetches the key set, which needs no database. */
export const keySetWorker = 'key set'

async function runKeySet({ issuer, api }: Loaded, on: () => boolean): Promise<void> {
  const reader = api.browser(keySetWorker)
  while (on()) {
    await reader.open(`${issuer}/jwks`).catch(() => undefined)
    await sleep(200)
  }
}

async function runMachine(worker: string, { api, ledger }: Loaded, on: () => boolean): Promise<void> {
  for (let turn = 0; on(); turn++) {
    const { status, json } = await api.post(worker, '/token', registered.machine, { grant_type: 'client_credentials' })
    const token = String(json.access_token)
    if (status === 200 && turn % 5 !== 0) ledger.alive.add(token)
    if (status === 200 && turn % 5 === 0) {
      const revoked = await api.post(worker, '/revoke', registered.machine, { token })
      if (revoked.status === 200) ledger.revoked.add(token)
    }
    await sleep(status === 200 ? 60 : 100)
  }
}

/** Redeems every other code from two callers at the same time. */
async function runCodes(worker: string, loaded: Loaded, browser: Browser, on: () => boolean): Promise<void> {
  for (let turn = 0; on(); turn++) {
    const client = registered.web
    const code = await askForCode(loaded.issuer, { browser, person: alice, client, redirectUri })
    if (code === undefined) {
      await sleep(100)
      continue
    }
    const asked = turn % 2 === 0 ? [worker] : [worker, `${worker} twice`]
    const replies = await Promise.all(asked.map((each) => redeem(each, loaded, client, code)))
    const granted = replies.flat().filter(({ status }) => status === 200)
    loaded.ledger.codes.push(granted.length)
    const isSettled = replies.flat().length === 1
    if (isSettled) for (const { json } of granted) loaded.ledger.alive.add(String(json.access_token))
    await sleep(100)
  }
}

/** Repeats the request until it succeeds or is refused, as a client without a response would; returns every response. */
async function redeem(worker: string, { api }: Loaded, client: Registered, code: Code): Promise<readonly Reply[]> {
  const fields = {
    grant_type: 'authorization_code',
    code: code.code,
    redirect_uri: code.redirectUri,
    code_verifier: code.verifier,
  }
  const replies: Reply[] = []
  for (let left = 100; left > 0; left--) {
    const reply = await api.post(worker, '/token', client, fields)
    replies.push(reply)
    if (reply.status === 200 || reply.status === 400) break
    await sleep(200)
  }
  return replies
}

/** Refreshes one token family continuously; every fourth time from two tabs at once. */
async function runFamily(
  worker: string,
  client: Registered,
  loaded: Loaded,
  browser: Browser,
  on: () => boolean,
): Promise<void> {
  const { api, ledger, issuer } = loaded
  let token: string | undefined
  let given: string[] = []
  let turn = 0
  const refresh = (from: string, refresh_token: string) =>
    api.post(from, '/token', client, { grant_type: 'refresh_token', refresh_token })
  while (on()) {
    if (token === undefined) {
      const code = await askForCode(issuer, { browser, person: alice, client, redirectUri })
      const last = code && (await redeem(worker, loaded, client, code)).at(-1)
      if (last?.status === 200) token = String(last.json.refresh_token)
      await sleep(200)
      continue
    }
    turn += 1
    const parent: string = token
    const tabs = turn % 4 === 0 ? [worker, `${worker} tab`] : [worker]
    const replies = await Promise.all(tabs.map((tab) => refresh(tab, parent)))
    const good = replies.filter(({ status }) => status === 200)
    const successors = new Set(good.map(({ json }) => String(json.refresh_token ?? parent)))
    if (successors.size > 1) ledger.forks.push(worker)
    given.push(...good.map(({ json }) => String(json.access_token)))
    if (replies.some(({ status }) => status === 400)) {
      ledger.loggedOut.push(`${worker} (${client.client_secret === undefined ? 'public' : 'confidential'})`)
      // Its access tokens are revoked with the family (RFC 6819 §5.2.2.3).
      token = undefined
      given = []
    }
    const [successor] = successors
    if (token !== undefined && successor !== undefined) token = successor
    await sleep(150)
  }
  for (const one of given) ledger.alive.add(one)
  if (token !== undefined) ledger.families.push({ client, token })
}
