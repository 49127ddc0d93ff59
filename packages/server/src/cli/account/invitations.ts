import { type Invitation, invite, readInvitation } from '../../accounts/mail/invitations.ts'
import { createOneTimeLinks } from '../../accounts/mail/one-time-links.ts'
import { createOutbox } from '../../accounts/mail/outbox.ts'
import { checkAccount } from '../../management/accounts/check-account.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { random } from '../../secrets/random.ts'
import { createInvitationStore } from '../../storage/stores/invitations.ts'
import { createMailStore } from '../../storage/stores/mail.ts'
import { createOneTimeLinkStore } from '../../storage/stores/one-time-links.ts'
import { languages } from '../../ui/words/index.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts, toIso, toMoment, toTable } from '../output.ts'
import { readSpan } from '../read-span.ts'
import { Refused, UsageError } from '../refusals.ts'
import { type CommandContext, withDatabase } from '../with-database.ts'

export interface InviteOptions extends CommonOptions {
  readonly group?: readonly string[]
  readonly name?: string
  readonly language?: string
  readonly expiresIn: string
}

/** The id of an invitation is the beginning of the hash of its link. */
const idLength = 12

const longestSpan = 90 * 86_400_000

/** Sends an invitation by mail. @throws ManagementError, UsageError; Refused if users create no accounts themselves */
export async function inviteUser(email: string, options: InviteOptions): Promise<Outcome> {
  const { group = [], name } = options
  checkAccount({ username: email, email, ...(name === undefined ? {} : { name }) })
  if (email.length > 200) throw new UsageError('the e-mail address must have 200 characters at most')
  const groups = checkGroups(group)
  const lifetime = readSpan('--expires-in', options.expiresIn)
  if (lifetime > longestSpan) throw new UsageError(`--expires-in ${options.expiresIn}: give 90d at most`)
  return withDatabase(options, 'refuse', async (context) => {
    const { config, now } = context
    if (config.signUp === 'closed') {
      throw new Refused('invitations cannot be accepted while signUp is closed: set signUp: invitation, or open')
    }
    const language = findLanguage(options.language, config.languages ?? Object.keys(languages))
    const { links, store, outbox } = open(context)
    const hash = await invite({ email, groups, name, language }, { now, lifetime }, { links, outbox })
    const id = hash.slice(0, idLength)
    await store.noteSent(describe(id, { email, groups }))
    const facts = toFacts([
      ['id', id],
      ['groups', groups.join(', ') || undefined],
      ['language', language],
      ['expires', toMoment(now + lifetime, now)],
    ])
    return {
      text: `invited ${email}\n\n${facts}\n\nThe running server sends the message.`,
      data: { id, email, groups, language, expires_at: toIso(now + lifetime) },
    }
  })
}

/** Lists the invitations that can still be accepted, the newest first. */
export async function listInvitations(options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async (context) => {
    const { now } = context
    const invitations = await readInvitations(context)
    const rows = invitations.map((one) => [
      one.id,
      one.email,
      one.groups.join(', '),
      toMoment(one.createdAt, now),
      toMoment(one.expiresAt, now),
    ])
    const header = ['ID', 'E-MAIL', 'GROUPS', 'SENT', 'EXPIRES']
    return {
      text: rows.length === 0 ? 'there are no invitations' : toTable(header, rows),
      data: invitations.map(({ id, email, groups, createdAt, expiresAt }) => ({
        id,
        email,
        groups,
        created_at: toIso(createdAt),
        expires_at: toIso(expiresAt),
      })),
    }
  })
}

/** Revokes an invitation that was not accepted. @throws Refused for an unknown id */
export async function revokeInvitation(id: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async (context) => {
    const found = (await readInvitations(context)).find((one) => one.id === id)
    const isRevoked = found && (await open(context).store.revoke(found.hash, describe(id, found), context.now))
    if (found === undefined || isRevoked !== true) {
      throw new Refused(`there is no invitation ${id}; valetkey account invitations lists those that can be accepted`)
    }
    return { text: `revoked invitation ${id} of ${found.email}`, data: { id, email: found.email, revoked: true } }
  })
}

function describe(id: string, { email, groups }: Invitation): string {
  return `${id}, ${email}${groups.length === 0 ? '' : `, groups ${groups.join(', ')}`}`
}

function open({ database, admin, secret }: CommandContext) {
  const sealer = secret().atRest('e-mail at rest')
  return {
    store: createInvitationStore(database, admin),
    links: createOneTimeLinks({ store: createOneTimeLinkStore(database), sealer, random, hash: hashSecret }),
    outbox: createOutbox({
      store: createMailStore(database),
      sealer,
      random,
      clock: Date.now,
      announce: () => undefined,
      onDropped() {
        throw new Refused('too many messages wait in the outbox; valetkey doctor says why')
      },
    }),
    sealer,
  }
}

async function readInvitations(context: CommandContext) {
  const { store, sealer } = open(context)
  return (await store.list(context.now)).flatMap(({ hash, sealed, createdAt, expiresAt }) => {
    const text = sealer.open(sealed)
    if (text === undefined) return []
    const { data } = JSON.parse(text) as { readonly data: Readonly<Record<string, string>> } // written by OneTimeLinks
    return [{ id: hash.slice(0, idLength), hash, createdAt, expiresAt, ...readInvitation({ data }) }]
  })
}

/** Finds the language of an invitation among those of the pages; by default the first. @throws UsageError */
function findLanguage(asked: string | undefined, offered: readonly string[]): string | undefined {
  if (asked === undefined) return offered[0]
  const found = offered.find((tag) => tag.toLowerCase() === asked.trim().toLowerCase())
  if (found !== undefined) return found
  throw new UsageError(`--language ${asked}: the server has no pages in it; give one of ${offered.join(', ')}`)
}

/** @throws UsageError */
function checkGroups(groups: readonly string[]): readonly string[] {
  const unique = [...new Set(groups)]
  if (unique.length > 50) throw new UsageError('--group: give 50 groups at most')
  for (const group of unique) {
    if (group.trim() !== group || group === '' || group.length > 100 || /\p{C}/u.test(group))
      throw new UsageError(`--group ${JSON.stringify(group)}: give a name of 1 to 100 visible characters`)
  }
  return unique
}
