import { boxGroup, checkboxRow } from '../../ui/choices.ts'
import { type Html, html, theirs } from '../../ui/html.ts'
import { visible, whole } from '../../ui/visible.ts'

/** One right that an app asks for. */
export type ConsentRight = {
  /** What the box `scope` sends. */
  readonly value: string
  /** The name of the right at its API, such as `read`. */
  readonly name: string
  /** What it allows, in plain words; the name stands in where there are none. */
  readonly description?: string | undefined
  /** Ticked unless `false`. */
  readonly checked?: boolean | undefined
}

/** One API with what is asked of it, and what the app may do there already. */
export type ConsentApi = {
  readonly name: string
  readonly rights: readonly ConsentRight[]
  readonly held?: readonly { readonly name: string; readonly description?: string | undefined }[] | undefined
}

/** Shows the rights at one API: those held already as a list, those asked for as boxes. */
export const apiRights = (api: ConsentApi, index: number): Html =>
  boxGroup({
    id: `api-${index}`,
    name: api.name,
    content: html`${isHeld(api) && heldRights(api)}
${isHeld(api) && api.rights.length > 0 && html`<p class="held-title asked-more">It now asks for more:</p>`}
${
  api.rights.length > 0 &&
  html`<div class="rows">${api.rights.map(({ value, name, description, checked }, right) =>
    checkboxRow({
      id: `scope-${index}-${right}`,
      name: 'scope',
      value,
      title: theirs(description ?? name, whole),
      description: description !== undefined && html`<code>${visible(name, whole)}</code>`,
      checked: checked !== false,
    }),
  )}</div>`
}`,
  })

const heldRights = ({ held }: ConsentApi): Html =>
  html`<div class="held-box"><p class="held-title">It can already:</p><ul class="held">${held?.map(({ name, description }) => html`<li>${theirs(description ?? name, whole)}</li>`)}</ul></div>`

const isHeld = ({ held = [] }: ConsentApi): boolean => held.length > 0
