import { button, linkButton } from '../../ui/buttons.ts'
import { boxGroup, checkboxRow, selectField } from '../../ui/choices.ts'
import { type Fact, facts } from '../../ui/facts.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { keyCard } from '../../ui/key-card.ts'
import type { Chrome } from '../../ui/layout.ts'
import { safeLink } from '../../ui/link.ts'
import { badge } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { time } from '../../ui/time.ts'
import { formatDuration } from '../../ui/time-words.ts'
import { unlimited, visible } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'
import { type BrowserName, writeBrowserName } from '../browser-name.ts'
import { type ClientView, clientLinks, clientMark } from '../client-view.ts'
import { apiName, rightName } from '../rights-view.ts'
import type { SoonerEnd } from './expiry-choices.ts'

/** One right of a key. */
export type KeyRightView = {
  /** What the box `scope` sends when the right is kept. */
  readonly value: string
  /** Undefined for the use of the API itself. */
  readonly name: string | undefined
  readonly description?: string | undefined
  /** Whether it is marked as sensitive. */
  readonly sensitive?: boolean | undefined
  /** Set if it ends before the key does. */
  readonly endsAt?: Date | undefined
}

/** One API that a key opens. */
export type KeyApiView = {
  /** Undefined for the user's identity. */
  readonly name: string | undefined
  /** How long the API may accept the key after its revocation, in seconds. */
  readonly revocationDelaySeconds: number
  readonly rights: readonly KeyRightView[]
}

/** One key that a user gave to an app. */
export type KeyView = {
  readonly id: string
  readonly client: ClientView & {
    /** The site of those who run it. */
    readonly publisher?: { readonly href: string; readonly host: string } | undefined
    /** The `initiate_login_uri` of the app, with parameters. */
    readonly loginHref?: string | undefined
  }
  readonly apis: readonly KeyApiView[]
  readonly givenAt: Date
  /** The browser in which it was given. */
  readonly givenIn?: BrowserName | undefined
  readonly lastUsedAt?: Date | undefined
  readonly useCount: number
  /** `null` if it lasts until it is revoked. */
  readonly endsAt: Date | null
  /** Ends that are sooner than `endsAt`; the chosen `value` is sent as `ends`, an empty one changes nothing. */
  readonly sooner: readonly SoonerEnd[]
}

/** What each key's forms need from the page. */
export type KeyForms = {
  readonly chrome: Pick<Chrome, 'words'>
  readonly csrfToken: string
  readonly now: Date
  readonly changeAction: string
  readonly takeBackAction: string
  /** The path of the list; that of a key follows it. */
  readonly keysPath: string
  /** Whether the forms are on the page of a single key, to which they lead back. */
  readonly isOnKeyPage: boolean
  /** Leaves out details that would make a long list longer. */
  readonly isLong?: boolean | undefined
}

/** Shows one key with its forms. */
export const keyCardOf = (forms: KeyForms, key: KeyView, index: number): Html => {
  const { words } = forms.chrome
  const { keys } = words
  const app = theirs(key.client.name)
  return keyCard({
    id: `key-${index}`,
    heading: html`${clientMark(key.client)}<span>${app} ${key.client.unverified === true && badge(words.consent.unverified, 'warning')}</span>`,
    facts: facts([
      [keys.given, given(key, forms)],
      [keys.lastUsed, lastUse(key, forms)],
      [keys.ends, key.endsAt === null ? keys.endsByTaking : time(key.endsAt, forms.now, words.time)],
      ...publisher(key, forms),
    ]),
    content: html`${changeForm(forms, key, index)}${takeBackForm(forms, key)}`,
    links: html`${openLink(key, words)}${clientLinks(key.client, words)}`,
  })
}

/** Leads to the app, which logs the user in. */
export const openLink = ({ client: { name, loginHref } }: KeyView, { keys }: Words): Html | false =>
  loginHref !== undefined &&
  linkButton(loginHref, html`${keys.open}<span class="unseen"> (${theirs(name)})</span>`, 'secondary')

const given = ({ givenAt, givenIn }: KeyView, { chrome: { words }, now }: KeyForms): Html => {
  const when = time(givenAt, now, words.time)
  if (givenIn === undefined) return when
  return html`${when}<br><span class="quiet-text">${theirs(writeBrowserName(givenIn, words.sessions))}</span>`
}

export const lastUse = ({ lastUsedAt, useCount }: KeyView, { chrome: { words }, now }: KeyForms): Html | string =>
  lastUsedAt === undefined
    ? words.keys.notYet
    : html`${time(lastUsedAt, now, words.time)}<br><span class="quiet-text">${words.keys.used(useCount)}</span>`

/** Names the site that the client names; whether it is true, nobody checked. */
const publisher = ({ client }: KeyView, { chrome: { words } }: KeyForms): readonly Fact[] =>
  client.publisher === undefined
    ? []
    : [
        [
          words.keyPage.publisher,
          html`<a href="${safeLink(client.publisher.href)}" target="_blank" rel="noopener noreferrer">${theirs(client.publisher.host)}</a>`,
        ],
      ]

export const changeForm = (forms: KeyForms, key: KeyView, index: number): Html => {
  const { chrome, csrfToken, changeAction } = forms
  const { keys } = chrome.words
  return form({
    action: changeAction,
    csrfToken,
    hidden: { key: key.id, from: forms.isOnKeyPage ? 'page' : undefined },
    className: 'key-form',
    content: html`${key.apis.map((api, place) => rights(api, `key-${index}-api-${place}`, place === 0, forms))}
<div class="actions">
${key.sooner.length > 0 && endsSooner(key, `key-${index}-ends`, chrome.words)}
${button({ label: keys.save, weight: 'secondary', about: phrase((mark) => keys.saveOf(mark(theirs(key.client.name)))) })}
</div>`,
  })
}

const endsSooner = ({ endsAt, sooner }: KeyView, id: string, { keys, time }: Words): Html =>
  selectField({
    id,
    name: 'ends',
    legend: keys.endSooner,
    selected: '',
    choices: [
      { value: '', label: endsAt === null ? keys.keepNoEnd : keys.keepEnd },
      ...sooner.map(({ value, seconds }) => ({ value, label: keys.endIn(formatDuration(seconds, time)) })),
    ],
  })

const rights = (api: KeyApiView, id: string, first: boolean, forms: KeyForms): Html => {
  const { keys, rights } = forms.chrome.words
  return boxGroup({
    id,
    name: apiName(api, rights),
    hint: first && keys.untick,
    content: html`<div class="rows">${api.rights.map((right, index) =>
      checkboxRow({
        id: `${id}-${index}`,
        name: 'scope',
        value: right.value,
        title: theirs(right.description ?? rightName(right.name, api, rights), unlimited),
        description: beneath(right, api.name === undefined, forms),
        checked: true,
      }),
    )}</div>`,
  })
}

/** Under the words of a right: its name, if that is not the words already, and its own end. */
const beneath = (right: KeyRightView, isOwnData: boolean, forms: KeyForms): Html | false => {
  const name = right.description !== undefined && !isOwnData && right.name
  const { sensitiveHeld } = forms.chrome.words.rights
  const marked = right.sensitive === true && html`<strong>${sensitiveHeld}</strong> `
  if (name === false && right.endsAt === undefined) return marked
  return html`${marked}${typeof name === 'string' && html`<code>${visible(name, unlimited)}</code>`}${endsEarly(right, forms)}`
}

/** Says in words that a right ends before its key. */
const endsEarly = ({ endsAt }: KeyRightView, { chrome: { words }, now }: KeyForms): Html | false =>
  endsAt !== undefined &&
  html` <span class="quiet-text">${phrase((mark) => words.keys.endsEarlier(mark(time(endsAt, now, words.time))))}</span>`

const takeBackForm = ({ chrome, csrfToken, takeBackAction }: KeyForms, { id, client, apis }: KeyView): Html => {
  const { keys, time } = chrome.words
  const slowest = Math.max(0, ...apis.map(({ revocationDelaySeconds }) => revocationDelaySeconds))
  const delay = slowest === 0 ? keys.stopsAtOnce : keys.stopsWithin(formatDuration(slowest, time))
  return form({
    action: takeBackAction,
    csrfToken,
    hidden: { key: id },
    className: 'take-back',
    content: html`<p class="quiet-text">${delay}</p>
${button({ label: keys.takeBack, weight: 'alert', about: phrase((mark) => keys.takeBackOf(mark(theirs(client.name)))) })}`,
  })
}
