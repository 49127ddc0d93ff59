import { button } from '../../ui/buttons.ts'
import { boxGroup, checkboxRow, selectField } from '../../ui/choices.ts'
import { facts } from '../../ui/facts.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { keyCard } from '../../ui/key-card.ts'
import { monogram } from '../../ui/monogram.ts'
import { badge } from '../../ui/notices.ts'
import { time } from '../../ui/time.ts'
import { visible, whole } from '../../ui/visible.ts'
import { count, formatDelay } from '../../ui/words.ts'

/** One right of a key. */
export type KeyRightView = {
  /** What the box `scope` sends when the right is kept. */
  readonly value: string
  readonly name: string
  readonly description?: string | undefined
  /** Set where it ends before the key does. */
  readonly endsAt?: Date | undefined
}

/** One API that a key opens. */
export type KeyApiView = {
  readonly name: string
  /** How long the API may go on after the key was taken back, in seconds. */
  readonly revocationDelaySeconds: number
  readonly rights: readonly KeyRightView[]
}

/** One key that a person handed out. */
export type KeyView = {
  readonly id: string
  readonly client: { readonly name: string; readonly unverified?: boolean | undefined }
  readonly apis: readonly KeyApiView[]
  readonly givenAt: Date
  /** The browser in which it was given, as its person knows it. */
  readonly givenIn?: string | undefined
  readonly lastUsedAt?: Date | undefined
  readonly useCount: number
  /** `null` lasts until it is taken back. */
  readonly endsAt: Date | null
  /** Ends that are sooner than `endsAt`; the chosen `value` is sent as `ends`, an empty one changes nothing. */
  readonly sooner: readonly { readonly value: string; readonly label: string }[]
}

/** What each key's forms need from the page. */
export type KeyForms = {
  readonly csrfToken: string
  readonly now: Date
  readonly changeAction: string
  readonly takeBackAction: string
  /** Folds what changes a key away, where there are many keys. */
  readonly isFolded: boolean
}

/** Shows one key with its forms. */
export const keyOnBoard = (forms: KeyForms, key: KeyView, index: number): Html =>
  keyCard({
    id: `key-${index}`,
    heading: html`${monogram(key.client.name)}<span>${theirs(key.client.name)} ${key.client.unverified === true && badge('unverified', 'warning')}</span>`,
    facts: facts([
      ['Given', given(key, forms.now)],
      ['Last used', lastUse(key, forms.now)],
      ['Ends', key.endsAt === null ? 'when you take it back' : time(key.endsAt, forms.now)],
    ]),
    content: html`${
      forms.isFolded
        ? html`${opens(key, forms.now)}<details><summary>Change this key<span class="unseen">, of ${theirs(key.client.name)}</span></summary>${changeForm(forms, key, index)}</details>`
        : changeForm(forms, key, index)
    }${takeBackForm(forms, key)}`,
  })

const given = ({ givenAt, givenIn }: KeyView, now: Date): Html =>
  givenIn === undefined
    ? time(givenAt, now)
    : html`${time(givenAt, now)}<br><span class="quiet-text">${theirs(givenIn)}</span>`

const lastUse = ({ lastUsedAt, useCount }: KeyView, now: Date): Html =>
  lastUsedAt === undefined
    ? html`not yet`
    : html`${time(lastUsedAt, now)}<br><span class="quiet-text">used ${count(useCount, 'time')}</span>`

/** What the key opens, in words, so that a folded card is told from the others. */
const opens = ({ apis }: KeyView, now: Date): Html =>
  facts(
    apis.map(({ name, rights }) => [
      theirs(name),
      html`<ul class="opens">${rights.map((right) => html`<li>${theirs(right.description ?? right.name, whole)}${endsEarly(right, now)}</li>`)}</ul>`,
    ]),
  )

const changeForm = ({ csrfToken, changeAction, now }: KeyForms, key: KeyView, index: number): Html =>
  form({
    action: changeAction,
    csrfToken,
    hidden: { key: key.id },
    className: 'key-form',
    content: html`${key.apis.map((api, place) => rights(api, `key-${index}-api-${place}`, place === 0, now))}
<div class="actions">
${key.sooner.length > 0 && endsSooner(key, `key-${index}-ends`)}
${button({ label: 'Save changes', weight: 'secondary', about: html`to the key of ${theirs(key.client.name)}` })}
</div>`,
  })

const endsSooner = ({ endsAt, sooner }: KeyView, id: string): Html =>
  selectField({
    id,
    name: 'ends',
    legend: 'Make it end sooner',
    selected: '',
    choices: [
      { value: '', label: endsAt === null ? 'No, I will take it back' : 'No, its end stays as it is' },
      ...sooner,
    ],
  })

const rights = ({ name, rights }: KeyApiView, id: string, first: boolean, now: Date): Html =>
  boxGroup({
    id,
    name,
    hint: first && 'Untick what the key should no longer do.',
    content: html`<div class="rows">${rights.map((right, index) =>
      checkboxRow({
        id: `${id}-${index}`,
        name: 'scope',
        value: right.value,
        title: theirs(right.description ?? right.name, whole),
        description: beneath(right, now),
        checked: true,
      }),
    )}</div>`,
  })

/** Under the words of a right: its name, where that is not the words already, and its own end. */
const beneath = (right: KeyRightView, now: Date): Html | false =>
  (right.description !== undefined || right.endsAt !== undefined) &&
  html`${right.description !== undefined && html`<code>${visible(right.name, whole)}</code>`}${endsEarly(right, now)}`

/** Says in words that a right ends before its key. */
const endsEarly = ({ endsAt }: KeyRightView, now: Date): Html | false =>
  endsAt !== undefined && html` <span class="quiet-text">ends earlier: ${time(endsAt, now)}</span>`

const takeBackForm = ({ csrfToken, takeBackAction }: KeyForms, { id, client, apis }: KeyView): Html => {
  const slowest = Math.max(0, ...apis.map(({ revocationDelaySeconds }) => revocationDelaySeconds))
  return form({
    action: takeBackAction,
    csrfToken,
    hidden: { key: id },
    className: 'take-back',
    content: html`<p class="quiet-text">Taken back, it stops working ${formatDelay(slowest)}.</p>
${button({ label: 'Take this key back', weight: 'danger', about: html`from ${theirs(client.name)}` })}`,
  })
}
