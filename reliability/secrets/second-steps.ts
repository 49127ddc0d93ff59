import { codeAt } from '../../packages/server/src/testing/authenticator-app.ts'
import { type Browser, formWith, logIn, type Person, pathOf } from '../drive/browser.ts'
import type { Answer } from '../drive/http.ts'
import { describe } from '../drive/oauth.ts'
import { isLoggedIn, type Place, type Secret, type SecretKind } from './secret.ts'

/** A code of an authenticator app (RFC 6238 §5.2). */
export const appCode: SecretKind = {
  name: 'TOTP code',
  async make(place) {
    const { person, key } = await setUpApp(place)
    let code: string | undefined
    return useAfterPassword(place, person, (page) => {
      // Of the moment of its first use, so that it is valid for the time of the test.
      code ??= codeAt(key, Date.now())
      return { page, field: 'code', text: code }
    })
  },
}

/** A recovery code, which replaces that of the app. */
export const recoveryCode: SecretKind = {
  name: 'recovery code',
  async make(place) {
    const { person, codes } = await setUpApp(place)
    return useAfterPassword(place, person, async (page, browser) => {
      const href = /href="([^"]*with=recovery-code[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
      if (href === undefined) throw new Error(`no link to the recovery code: ${describe(page)}`)
      return { page: await browser.get(place.node(), pathOf(href)), field: 'recovery_code', text: codes[0] ?? '' }
    })
  },
}

interface App {
  readonly person: Person
  /** In base32. */
  readonly key: string
  readonly codes: readonly string[]
}

/** Sets up an app with the code of the time before, which leaves that of the present. */
async function setUpApp(place: Place): Promise<App> {
  const person = place.person()
  const browser = place.browser()
  await logIn(browser, place.node(), { person, path: '/login?to=/account/second-factor' })
  for (let attempt = 1; ; attempt++) {
    const page = await browser.get(place.node(), '/account/second-factor/app')
    const key = /<code class="set-up-key">(?:<bdi>)?([A-Z2-7 ]+)/.exec(page.text)?.[1]?.replaceAll(' ', '')
    if (key === undefined) throw new Error(`no key of an app: ${describe(page)}`)
    const { action, fields } = formWith(page, 'code')
    fields.set('code', codeAt(key, Date.now() - 30_000))
    const shown = await browser.post(place.node(), pathOf(action), fields)
    const codes = [...shown.text.matchAll(/<li><code>([\w-]+)<\/code>/g)].map(([, code = '']) => code)
    if (codes.length > 0) return { person, key, codes }
    // A code is refused when the next time begins on the way.
    if (attempt === 3) throw new Error(`no app was set up: ${describe(shown)}`)
  }
}

interface Step {
  readonly page: Answer
  readonly field: string
  readonly text: string
}

function useAfterPassword(
  place: Place,
  person: Person,
  toStep: (page: Answer, browser: Browser) => Step | Promise<Step>,
): Secret {
  return {
    async prepare() {
      const browser = place.browser()
      const second = await logIn(browser, place.node(), { person, path: '/login' })
      const { page, field, text } = await toStep(second, browser)
      const { action, fields } = formWith(page, field)
      fields.delete('trust')
      fields.set(field, text)
      return (node) => browser.post(node, pathOf(action), fields)
    },
    isAccepted: isLoggedIn,
  }
}
