import { type Browser, createBrowser, type Person } from '../drive/browser.ts'
import type { Answer } from '../drive/http.ts'
import { createLinkReader, type MailReceiver } from '../drive/mail-receiver.ts'
import type { Deployment } from '../environment/deployment.ts'
import { importPeople } from '../environment/imported-people.ts'
import type { ServerNode } from '../environment/server-node.ts'

/** A secret that works once. */
export interface Secret {
  /** Goes to the step before its use, as the user with this number; returns the use. */
  prepare(user: number): Promise<(node: ServerNode) => Promise<Answer>>
  /** Whether a response to the use accepts it. */
  isAccepted(answer: Answer): boolean
  /** Whether the account is as this user wanted it. Left out if the use only begins a session. */
  hasEffect?(user: number): Promise<boolean>
}

/** A kind of secrets, and how one comes about. */
export interface SecretKind {
  readonly name: string
  make(place: Place): Promise<Secret>
}

/** What the making of secrets needs. */
export interface Place {
  readonly deployment: Deployment
  /** A node that is up. */
  node(): ServerNode
  /** An account that no other secret is of. */
  person(): Person
  /** An e-mail address that nobody has. */
  address(): string
  /** A browser in a network of its own. */
  browser(): Browser
  /** Waits for the link of the next message to this address. */
  link(to: string): Promise<string>
}

/** What the configuration needs for every kind. */
export const secretSettings = ({ url }: MailReceiver) => ({
  mail: { url, from: 'no-reply@example.com' },
  signUp: 'open',
})

/** Prepares to make as many secrets of each kind. */
export async function createPlace(deployment: Deployment, receiver: MailReceiver, people: number): Promise<Place> {
  const left = [...(await importPeople(deployment, people))]
  let [addresses, browsers, nodes] = [0, 0, 0]
  return {
    deployment,
    node: () => deployment.node(nodes++),
    person() {
      const person = left.pop()
      if (person === undefined) throw new Error('all accounts are in use')
      return person
    },
    address: () => `guest${++addresses}@example.com`,
    browser: () => createBrowser(`10.${++browsers >> 8}.${browsers & 255}.1`),
    link: createLinkReader(receiver),
  }
}

/** Whether a response is the redirect after a login that is complete. */
export function isLoggedIn({ status, headers: { location = '' } }: Answer): boolean {
  return status === 303 && !/^(?:https?:\/\/[^/]*)?\/login\b/.test(location)
}
