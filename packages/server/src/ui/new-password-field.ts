import { passwordField } from './fields.ts'
import { type Html, html } from './html.ts'
import type { Words } from './words/en.ts'

/** The field of a form that sets a password. */
export type NewPasswordField = {
  /** Default: `password`. */
  readonly name?: string | undefined
  readonly label?: string | undefined
  /** The fewest characters. */
  readonly minimum: number
  /** Names that the password must not be made of; the script also reads the fields of the form that hold names. */
  readonly names?: readonly string[] | undefined
  /** Why the password that was sent may not be set, as `passwordFaultText` writes it. */
  readonly error?: string | undefined
  readonly autofocus?: boolean | undefined
}

/**
 * Builds a field for a new password, with a hint how strong it is while it is typed: the page needs the scripts
 * `showPassword` and `passwordStrength` for it, and works without them.
 */
export const newPasswordField = (field: NewPasswordField, words: Words): Html => {
  const { name = 'password', label, minimum, names = [], error, autofocus } = field
  const { passwords } = words
  const { short, ...strength } = passwords.strength
  const missing = Array.from({ length: minimum }, (_, at) => short(at + 1))
  const rule = JSON.stringify({ minimum, names, words: { ...strength, missing } })
  return html`<div class="new-password">${passwordField(
    {
      name,
      label: label ?? passwords.label,
      hint: passwords.hint(minimum),
      autocomplete: 'new-password',
      error,
      autofocus,
    },
    words.password,
  )}
<p class="strength" role="status" data-strength="${name}" data-rule="${rule}"></p></div>`
}

/** Why a password may not be set. */
export type ShownFault =
  | { readonly reason: 'short'; readonly minimum: number; readonly length: number }
  | { readonly reason: 'long'; readonly most: number }
  | { readonly reason: 'common' | 'personal' }

/** Writes a fault of a password for the user who chose it. */
export const passwordFaultText = (fault: ShownFault, { passwords }: Words): string => {
  if (fault.reason === 'short') return passwords.fault.short(fault.length, fault.minimum)
  return fault.reason === 'long' ? passwords.fault.long(fault.most) : passwords.fault[fault.reason]
}

/** Says how strong a password is while it is typed. What may be set is decided by the server. */
export const passwordStrength = `for (const hint of document.querySelectorAll('[data-strength]')) {
  const field = document.getElementById(hint.dataset.strength)
  const { minimum, names, words } = JSON.parse(hint.dataset.rule)
  const simple = (text) => text.normalize('NFKD').toLowerCase().replace(/[^\\p{L}\\p{N}]/gu, '')
  const parts = () => ['username', 'email', 'name'].map((name) => field.form.elements[name]?.value ?? '').concat(names)
    .flatMap((name) => [name, ...name.split(/[^\\p{L}\\p{M}\\p{N}]+/u)].map(simple)).filter((part) => part.length > 2)
    .sort((a, b) => b.length - a.length)
  const judge = (password) => {
    const length = [...password.normalize('NFC')].length
    if (length === 0) return ['', '']
    if (length < minimum) return ['short', words.missing[minimum - length - 1]]
    const rest = parts().reduce((left, part) => left.replaceAll(part, ''), simple(password))
    const kinds = new Set(rest).size
    if (kinds < 5 || /^\\p{N}*$/u.test(rest) || rest.length < minimum / 2) return ['weak', words.weak]
    return length >= 15 && kinds >= 8 ? ['strong', words.strong] : ['fair', words.fair]
  }
  let waiting
  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      const [level, text] = judge(field.value.slice(0, 1000))
      hint.dataset.level = level
      if (hint.textContent !== text) hint.textContent = text
    }, 250)
  })
}`
