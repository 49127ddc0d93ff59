import { type Html, html, type Renderable, theirs } from './html.ts'

export type Checkbox = {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly title: Renderable
  readonly description?: Renderable
  readonly checked?: boolean | undefined
}

/** Builds a row with a checkbox; the complete row is clickable. */
export const checkboxRow = ({ id, name, value, title, description, checked }: Checkbox): Html =>
  html`<label class="check" for="${id}"><input type="checkbox" id="${id}" name="${name}" value="${value}"${checked === true && html` checked`}><span class="check-words"><span class="check-title">${title}</span>${description !== undefined && html`<span class="check-description">${description}</span>`}</span></label>`

/** Checkboxes under a common name. */
export type BoxGroup = {
  readonly id: string
  /** An untrusted name. */
  readonly name: string
  /** Instructions, read out separately from the name. */
  readonly hint?: string | false | undefined
  readonly content: Renderable
}

export const boxGroup = ({ id, name, hint = false, content }: BoxGroup): Html =>
  html`<fieldset class="api"${hint !== false && html` aria-describedby="${id}-hint"`}>
<legend class="api-name">${theirs(name)}</legend>
${hint !== false && html`<p class="quiet-text api-hint" id="${id}-hint">${hint}</p>`}
${content}
</fieldset>`

/** One of several options, of which exactly one is chosen. */
export type Choice = { readonly value: string; readonly label: Renderable }

/** A question with options. */
export type ChoiceGroup = {
  readonly name: string
  readonly legend: Renderable
  readonly choices: readonly Choice[]
  readonly selected?: string | undefined
}

/** Builds a row of radio buttons that looks like one control with a segment for each option. */
export const segments = ({ name, legend, choices, selected }: ChoiceGroup): Html => html`<fieldset class="group">
<legend>${legend}</legend>
<div class="segments">${choices.map(
  ({ value, label }) =>
    html`<label class="segment"><input type="radio" name="${name}" value="${value}" required${value === selected && html` checked`}><span>${label}</span></label>`,
)}</div>
</fieldset>`

export type Select = ChoiceGroup & { readonly id: string }

/** Builds a drop-down list with its label. */
export const selectField = ({ id, name, legend, choices, selected }: Select): Html => html`<div class="field">
<label for="${id}">${legend}</label>
<select class="input" id="${id}" name="${name}">${choices.map(
  ({ value, label }) => html`<option value="${value}"${value === selected && html` selected`}>${label}</option>`,
)}</select>
</div>`
