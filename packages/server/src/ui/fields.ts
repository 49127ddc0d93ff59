import { type Html, html, type Renderable } from './html.ts'
import type { Words } from './words/en.ts'

/** The name of the hidden field that carries the CSRF token in every form of these pages. */
export const csrfFieldName = 'csrf'

export const hiddenField = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`

/** Builds the hidden field that carries the CSRF token. */
export const csrfField = (token: string): Html => hiddenField(csrfFieldName, token)

/** A one-line field: its name is also its id. */
export type TextField = {
  readonly name: string
  readonly label: Renderable
  readonly value?: string | undefined
  readonly hint?: Renderable
  readonly error?: string | undefined
  readonly autocomplete?: string | undefined
  readonly autofocus?: boolean | undefined
  /** Whether the form may be sent without it. */
  readonly isOptional?: boolean | undefined
  /** Marks the field as wrong if the error message is elsewhere, under this id. */
  readonly errorId?: string | undefined
  /** Which keyboard a phone shows. */
  readonly inputmode?: 'numeric' | 'email' | undefined
  /** Whether it is a code, read character by character. */
  readonly isCode?: boolean | undefined
}

/** Builds a text field that refers to its label, hint and error for screen readers. */
export const textField = (field: TextField): Html => labelled(field, input(field, 'text'))

/** Builds a password field with a button to show the password, which appears only if scripts run. */
export const passwordField = (field: TextField, words: Words['password']): Html =>
  labelled(
    field,
    html`<div class="with-reveal">${input({ ...field, value: undefined }, 'password')}<button class="reveal" type="button" data-show-password data-hide="${words.hide}" data-hide-label="${words.hidePassword}" aria-controls="${field.name}" aria-label="${words.showPassword}" hidden>${words.show}</button></div>`,
  )

const labelled = ({ name, label, hint, error }: TextField, control: Html): Html => html`<div class="field">
<label for="${name}">${label}</label>
${shown(hint) && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${control}
${error !== undefined && html`<p class="field-error" id="${name}-error">${error}</p>`}
</div>`

const input = (field: TextField, type: 'text' | 'password'): Html => {
  const { name, value, hint, error, errorId, autocomplete, autofocus, inputmode, isCode } = field
  const describedBy = [shown(hint) && `${name}-hint`, error !== undefined && `${name}-error`, errorId].filter(Boolean)
  return html`<input class="${isCode === true ? 'input code-input' : 'input'}" id="${name}" name="${name}" type="${type}"${field.isOptional !== true && html` required`} autocapitalize="none" spellcheck="false"${[
    value !== undefined && html` value="${value}"`,
    inputmode !== undefined && html` inputmode="${inputmode}"`,
    autocomplete !== undefined && html` autocomplete="${autocomplete}"`,
    describedBy.length > 0 && html` aria-describedby="${describedBy.join(' ')}"`,
    (error !== undefined || errorId !== undefined) && html` aria-invalid="true"`,
    autofocus === true && html` autofocus`,
  ]}>`
}

const shown = (piece: Renderable): boolean => piece !== undefined && piece !== null && piece !== false
