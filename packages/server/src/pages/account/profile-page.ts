import type { ProfileFault } from '../../accounts/profile.ts'
import { button } from '../../ui/buttons.ts'
import { facts } from '../../ui/facts.ts'
import { textField } from '../../ui/fields.ts'
import { form } from '../../ui/form.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import type { Chrome } from '../../ui/layout.ts'
import { notice, remark } from '../../ui/notices.ts'
import type { Words } from '../../ui/words/en.ts'
import { accountPage } from './frame.ts'

export type FieldName = keyof Words['profile']['fields']

export type ProfileOutcome = { readonly done: 'saved' | 'unchanged' | 'raced' | 'faulty' }

export type ProfilePage = {
  readonly chrome: Chrome
  readonly csrfToken: string
  readonly action: string
  /** The values of the fields as they are stored, as JSON: what differs from them was changed. */
  readonly shown: string
  readonly values: Readonly<Record<string, string>>
  readonly editable: ReadonlySet<string>
  /** Why the user may change nothing. */
  readonly managedBy?: 'file' | 'directory' | undefined
  readonly faults?: Readonly<Record<string, ProfileFault>> | undefined
  readonly outcome?: ProfileOutcome | undefined
}

const groups = [
  ['names', ['name', 'given_name', 'middle_name', 'family_name', 'nickname']],
  ['contact', ['phone_number', 'website', 'street_address', 'postal_code', 'locality', 'region', 'country']],
  ['more', ['birthdate', 'zoneinfo', 'locale', 'picture', 'gender']],
] as const

const autocomplete: Readonly<Partial<Record<FieldName, string>>> = {
  name: 'name',
  given_name: 'given-name',
  family_name: 'family-name',
  middle_name: 'additional-name',
  nickname: 'nickname',
  picture: 'photo',
  website: 'url',
  birthdate: 'bday',
  gender: 'sex',
  locale: 'language',
  phone_number: 'tel',
  street_address: 'street-address',
  locality: 'address-level2',
  region: 'address-level1',
  postal_code: 'postal-code',
  country: 'country-name',
}

/** Shows the user's claims, in a form where they may be changed. */
export const profilePage = (props: ProfilePage): string => {
  const { chrome, csrfToken, action, shown, editable, managedBy, outcome } = props
  const { profile: words } = chrome.words
  const sections = groups.map(([group, names]) => section(props, words[group], names))
  return accountPage({
    chrome,
    at: 'profile',
    lead: words.lead,
    notice: outcome && showOutcome(outcome, chrome),
    body:
      editable.size === 0
        ? html`${managedBy !== undefined && remark(managedBy === 'file' ? words.fromFile : words.fromDirectory, 'warning')}<div class="panels">${sections}</div>`
        : form({
            action,
            csrfToken,
            hidden: { shown },
            className: 'panels',
            content: html`${sections}<div class="actions">${button({ label: words.save })}</div>`,
          }),
  })
}

const section = (props: ProfilePage, title: string, names: readonly FieldName[]): Html => {
  const { chrome, values, editable, faults = {} } = props
  const { profile: words } = chrome.words
  const hints: Readonly<Record<string, string>> = words.hints
  const fields = names.filter((name) => editable.has(name))
  const fixed = names.filter((name) => !editable.has(name))
  return html`<section class="panel"><h2>${title}</h2>
${
  fields.length > 0 &&
  html`<div class="field-grid">${fields.map((name) => {
    const fault = faults[name]
    return textField({
      isOptional: true,
      name,
      label: words.fields[name],
      value: values[name],
      hint: hints[name],
      error: fault && words.faults[fault],
      autocomplete: autocomplete[name],
    })
  })}</div>`
}
${fixed.length > 0 && facts(fixed.map((name) => [words.fields[name], values[name] ? theirs(values[name]) : html`<span class="quiet-text">${words.none}</span>`]))}
</section>`
}

const showOutcome = ({ done }: ProfileOutcome, { words: { profile: words } }: Chrome) => {
  const shared = { id: 'result', autofocus: true } as const
  switch (done) {
    case 'saved':
      return { pageTitle: words.saved, content: notice({ ...shared, tone: 'success', text: words.savedTitle }) }
    case 'unchanged':
      return { pageTitle: words.unchanged, content: notice({ ...shared, tone: 'info', text: words.unchangedTitle }) }
    case 'raced':
      return { pageTitle: words.faulty, content: notice({ ...shared, tone: 'alert', text: words.raced }) }
    case 'faulty': {
      const content = notice({ ...shared, tone: 'alert', title: words.faultyTitle, text: words.faultyText })
      return { pageTitle: words.faulty, content }
    }
  }
}
