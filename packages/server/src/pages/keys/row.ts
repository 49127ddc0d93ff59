import { button } from '../../ui/buttons.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, type Renderable, theirs } from '../../ui/html.ts'
import { safeLink } from '../../ui/link.ts'
import { badge } from '../../ui/notices.ts'
import { phrase } from '../../ui/phrase.ts'
import { time } from '../../ui/time.ts'
import { clientMark } from '../client-view.ts'
import { apiName, rightName } from '../rights-view.ts'
import { changeForm, type KeyForms, type KeyView, lastUse, openLink } from './card.ts'

/** Rights that a row names; of more it gives the number. */
const mostNamed = 3

/** Shows a key as a row of the list: its app, what it may do, when it was last used and ends. */
export const keyRow = (forms: KeyForms, key: KeyView, index: number, more?: Renderable): Html => {
  const { words } = forms.chrome
  const { keys, consent } = words
  const { client, endsAt } = key
  const app = theirs(client.name)
  return html`<article class="key-row" aria-labelledby="key-${index}">
${clientMark(client)}
<div class="key-row-words"><h2 id="key-${index}"><a href="${safeLink(`${forms.keysPath}/${key.id}`)}">${app}</a> ${client.unverified === true && badge(consent.unverified, 'warning')}</h2>
<p class="key-row-rights">${summary(key, forms)}</p></div>
<dl class="key-row-facts"><div><dt>${keys.lastUsed}</dt><dd>${forms.isLong ? shortUse(key, forms) : lastUse(key, forms)}</dd></div>
<div><dt>${keys.ends}</dt><dd>${endsAt === null ? keys.endsByTaking : time(endsAt, forms.now, words.time)}</dd></div></dl>
<div class="key-row-actions">${openLink(key, words)}${form({
    action: forms.takeBackAction,
    csrfToken: forms.csrfToken,
    hidden: { key: key.id },
    content: button({
      label: keys.takeBackShort,
      weight: 'secondary',
      about: phrase((mark) => keys.takeBackOf(mark(app))),
    }),
  })}</div>
${more}
</article>`
}

/** Lets a user who has few keys change them here, without going to their pages. */
export const changeInPlace = (forms: KeyForms, key: KeyView, index: number, isOpen: boolean): Html => {
  const { keys } = forms.chrome.words
  return html`<details class="key-row-change"${isOpen && html` open`}><summary>${keys.change}<span class="unseen">${phrase((mark) => keys.changeOf(mark(theirs(key.client.name))))}</span></summary>${changeForm(forms, key, index)}</details>`
}

const shortUse = ({ lastUsedAt }: KeyView, { chrome: { words }, now }: KeyForms): Renderable =>
  lastUsedAt === undefined ? words.keys.notYet : time(lastUsedAt, now, words.time)

/** What the key opens elsewhere comes first, then the identity of the user. */
const summary = (key: KeyView, { chrome: { words } }: KeyForms): Renderable => {
  const apis = key.apis.toSorted((one, other) => Number(one.name === undefined) - Number(other.name === undefined))
  const names = apis.flatMap((api) =>
    api.rights.map((right) => right.description ?? rightName(right.name, api, words.rights)),
  )
  const shown = names.slice(0, names.length > mostNamed + 1 ? mostNamed : mostNamed + 1)
  const left = names.length - shown.length
  const where = apis.map((api) => theirs(apiName(api, words.rights)))
  return html`<span class="key-row-apis">${where.map((name, at) => html`${at > 0 && ', '}${name}`)}</span> ${shown.map((name, at) => html`${at > 0 && ' · '}${theirs(name)}`)}${left > 0 && html` · ${words.keys.more(left)}`}`
}
