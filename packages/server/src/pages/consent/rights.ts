import { boxGroup, checkboxRow } from '../../ui/choices.ts'
import { type Html, html, type Renderable, theirs } from '../../ui/html.ts'
import { unlimited, visible } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'
import type { OwnData } from '../own-data.ts'
import { apiName, rightName } from '../rights-view.ts'

/** One right that an app asks for. */
export type ConsentRight = {
  /** What the box `scope` sends. */
  readonly value: string
  /** The name of the right at its API, such as `read`; undefined for the use of the API itself. */
  readonly name: string | undefined
  /** What it allows, in plain words; without them the name is shown. */
  readonly description?: string | undefined
  /** What the account has of it, for the user's own data. */
  readonly data?: OwnData | undefined
  /** Whether it is marked as sensitive. */
  readonly sensitive?: boolean | undefined
  /** Ticked unless `false`. */
  readonly checked?: boolean | undefined
}

/** One API with what is asked of it, and what the app may do there already. */
export type ConsentApi = {
  /** Undefined for the user's identity. */
  readonly name: string | undefined
  readonly rights: readonly ConsentRight[]
  readonly held?: readonly Pick<ConsentRight, 'name' | 'description' | 'sensitive'>[] | undefined
}

/** Shows the rights at one API: those held already as a list, those asked for as boxes. */
export const apiRights = (api: ConsentApi, index: number, words: Words['rights']): Html =>
  boxGroup({
    id: `api-${index}`,
    name: apiName(api, words),
    content: html`${isHeld(api) && heldRights(api, words)}
${isHeld(api) && api.rights.length > 0 && html`<p class="held-title asked-more">${words.more}</p>`}
${
  api.rights.length > 0 &&
  html`<div class="rows">${api.rights.map(({ value, name, description, data, sensitive, checked }, right) =>
    checkboxRow({
      id: `scope-${index}-${right}`,
      name: 'scope',
      value,
      title: theirs(description ?? rightName(name, api, words), unlimited),
      description: beneath(api, { name, description, data, sensitive }, words),
      checked: checked !== false,
    }),
  )}</div>`
}`,
  })

/** What is next to the words of a right: what the account has of it, or the name of a right that has other words. */
const beneath = (
  api: ConsentApi,
  { name, description, data, sensitive }: Pick<ConsentRight, 'name' | 'description' | 'data' | 'sensitive'>,
  words: Words['rights'],
): Renderable | undefined => {
  const marked = sensitive === true && html`<strong>${words.sensitive}</strong> `
  if (data !== undefined) return data.is === 'set' ? theirs(data.text) : words.unset
  if (api.name === undefined || description === undefined || name === undefined) return marked || undefined
  return html`${marked}<code>${visible(name, unlimited)}</code>`
}

const heldRights = (api: ConsentApi, words: Words['rights']): Html =>
  html`<div class="held-box"><p class="held-title">${words.held}</p><ul class="held">${api.held?.map(({ name, description, sensitive }) => html`<li>${theirs(description ?? rightName(name, api, words), unlimited)}${sensitive === true && html` <strong>${words.sensitiveHeld}</strong>`}</li>`)}</ul></div>`

const isHeld = ({ held = [] }: ConsentApi): boolean => held.length > 0
