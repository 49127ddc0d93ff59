import { bothEngines, type Case } from '../case.ts'
import { startMailReceiver } from '../drive/mail-receiver.ts'
import { describe } from '../drive/oauth.ts'
import { allAtOnce, sideBySide } from '../drive/side-by-side.ts'
import { secretKinds } from '../secrets/index.ts'
import { createPlace, secretSettings } from '../secrets/secret.ts'

/** Each link and code that a user gets is used many times at once, by browsers of their own at two nodes. */
export const aSecretIsUsedOnce: Case = {
  id: 'R3',
  claim: 'links, codes and passkey challenges are used once, with two nodes',
  engines: bothEngines,
  async run({ isLong, start }) {
    const [secrets, users] = isLong ? [10, 50] : [1, 6]
    const receiver = await startMailReceiver()
    try {
      const deployment = await start({ settings: secretSettings(receiver) })
      const place = await createPlace(deployment, receiver, secrets * secretKinds.length)
      const faults: string[] = []
      const figures: Record<string, number> = { users }
      for (const { name, make } of secretKinds) {
        figures[`${name}s`] = secrets
        for (let index = 0; index < secrets; index++) {
          const secret = await make(place)
          const uses = await sideBySide(users, 8, (user) => secret.prepare(user))
          const answers = await allAtOnce(users, (user) => uses[user]?.(deployment.node(user)) ?? Promise.reject())
          const winners = answers.flatMap((answer, user) => (secret.isAccepted(answer) ? [user] : []))
          const [winner = 0] = winners
          if (winners.length !== 1) faults.push(`${name} ${index} was accepted ${winners.length} times`)
          else if ((await secret.hasEffect?.(winner)) === false) faults.push(`${name} ${index} had no effect`)
          const odd = answers.find(({ status }) => status >= 500)
          if (odd !== undefined) faults.push(`${name} ${index}: ${describe(odd)}`)
        }
      }
      return { figures: { ...figures, uses: secrets * secretKinds.length * users }, faults }
    } finally {
      await receiver.close()
    }
  },
}
