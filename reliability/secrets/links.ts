import { formWith, logIn, type Person, pathOf } from '../drive/browser.ts'
import type { Answer } from '../drive/http.ts'
import { describe } from '../drive/oauth.ts'
import { valetkey } from '../environment/command.ts'
import { isLoggedIn, type Place, type Secret, type SecretKind } from './secret.ts'

/** The link of a message by which a forgotten password is replaced. */
export const recoveryLink: SecretKind = {
  name: 'recovery link',
  async make(place) {
    const { username } = place.person()
    await ask(place, { path: '/recover', field: 'username', value: username })
    return settingPassword(place, { username, link: await place.link(username) })
  },
}

/** The link of a message by which an account comes into being. */
export const signUpLink: SecretKind = {
  name: 'sign-up link',
  async make(place) {
    const username = place.address()
    await ask(place, { path: '/sign-up', field: 'email', value: username })
    return settingPassword(place, { username, link: await place.link(username) })
  },
}

/** The link of an invitation that an operator sends. */
export const invitationLink: SecretKind = {
  name: 'invitation link',
  async make(place) {
    const username = place.address()
    await valetkey(['account', 'invite', username, '--group', 'staff', '--config', place.deployment.config])
    return settingPassword(place, { username, link: await place.link(username) })
  },
}

/** The link of a message by which an account gets another e-mail address. */
export const emailLink: SecretKind = {
  name: 'e-mail change link',
  async make(place) {
    const [person, address] = [place.person(), place.address()]
    const browser = place.browser()
    const page = await logIn(browser, place.node(), { person, path: '/login?to=/account/email' })
    const { action, fields } = formWith(page, 'email')
    fields.set('email', address)
    expectNoFault(await browser.post(place.node(), pathOf(action), fields))
    const path = pathOf(await place.link(address))
    return {
      async prepare() {
        const reader = place.browser()
        const question = await reader.get(place.node(), path)
        if (question.status !== 200) return async () => question
        const asked = formWith(question, 'csrf')
        return (node) => reader.post(node, pathOf(asked.action), asked.fields)
      },
      isAccepted: ({ status }) => status === 200,
      async hasEffect() {
        const { text } = await logIn(place.browser(), place.node(), { person, path: '/login?to=/account/email' })
        return text.includes(address)
      },
    }
  },
}

/** Each user of the link sets a password of their own, which shows whose use took effect. */
function settingPassword(
  place: Place,
  { username, link }: { readonly username: string; readonly link: string },
): Secret {
  const path = pathOf(link)
  const personOf = (user: number): Person => ({ username, password: `the long walk of user ${user}` })
  return {
    async prepare(user) {
      const browser = place.browser()
      const page = await browser.get(place.node(), path)
      if (page.status !== 200) return async () => page
      const { action, fields } = formWith(page, 'password')
      fields.set('password', personOf(user).password)
      if (page.text.includes('name="name"')) fields.set('name', `User ${user}`)
      return (node) => browser.post(node, pathOf(action), fields)
    },
    isAccepted: isLoggedIn,
    async hasEffect(user) {
      const page = await logIn(place.browser(), place.node(), { person: personOf(user), path: '/login' })
      return page.status === 200
    },
  }
}

async function ask(
  place: Place,
  { path, field, value }: { readonly path: string; readonly field: string; readonly value: string },
): Promise<void> {
  const browser = place.browser()
  const { action, fields } = formWith(await browser.get(place.node(), path), field)
  fields.set(field, value)
  expectNoFault(await browser.post(place.node(), pathOf(action), fields))
}

function expectNoFault(answer: Answer): void {
  if (answer.status >= 400) throw new Error(`a message was not asked for: ${describe(answer)}`)
}
