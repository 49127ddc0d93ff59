import { boxGroup, checkboxRow } from '../../ui/choices.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { unlimited, visible } from '../../ui/visible.ts'
import type { Words } from '../../ui/words/en.ts'
import { apiName, rightName } from '../rights-view.ts'

/** One right that an app asks for. */
export type ConsentRight = {
  /** What the box `scope` sends. */
  readonly value: string
  /** The name of the right at its API, such as `read`; undefined for the use of the API itself. */
  readonly name: string | undefined
  /** What it allows, in plain words; without them the name is shown. */
  readonly description?: string | undefined
  /** Ticked unless `false`. */
  readonly checked?: boolean | undefined
}

/** One API with what is asked of it, and what the app may do there already. */
export type ConsentApi = {
  /** Undefined for the user's identity. */
  readonly name: string | undefined
  readonly rights: readonly ConsentRight[]
  readonly held?:
    | readonly { readonly name: string | undefined; readonly description?: string | undefined }[]
    | undefined
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
  html`<div class="rows">${api.rights.map(({ value, name, description, checked }, right) =>
    checkboxRow({
      id: `scope-${index}-${right}`,
      name: 'scope',
      value,
      title: theirs(description ?? rightName(name, api, words), unlimited),
      description: description !== undefined && name !== undefined && html`<code>${visible(name, unlimited)}</code>`,
      checked: checked !== false,
    }),
  )}</div>`
}`,
  })

const heldRights = (api: ConsentApi, words: Words['rights']): Html =>
  html`<div class="held-box"><p class="held-title">${words.held}</p><ul class="held">${api.held?.map(({ name, description }) => html`<li>${theirs(description ?? rightName(name, api, words), unlimited)}</li>`)}</ul></div>`

const isHeld = ({ held = [] }: ConsentApi): boolean => held.length > 0
