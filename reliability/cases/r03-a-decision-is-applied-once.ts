import { bothEngines, type Case } from '../case.ts'
import { codeOf, createBrowser, formWith, openConsent, pathOf } from '../drive/browser.ts'
import { describe } from '../drive/oauth.ts'
import { allAtOnce } from '../drive/side-by-side.ts'
import { people } from '../environment/setup.ts'

/** A user's decision is sent many times at once, as by a double click or an attacker with the form. */
export const aDecisionIsAppliedOnce: Case = {
  id: 'R3',
  claim: 'a consent decision is applied once, with two nodes',
  engines: bothEngines,
  async run({ isLong, start }) {
    const [decisions, callers] = isLong ? [400, 20] : [5, 20]
    const deployment = await start()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = createBrowser()
    const faults: string[] = []
    let answered = 0
    for (let index = 0; index < decisions; index++) {
      const { page } = await openConsent(browser, deployment.node(index), person)
      const { action, fields } = formWith(page, 'decision')
      fields.set('decision', 'allow')
      fields.set('duration', 'once')
      const answers = await allAtOnce(callers, (caller) =>
        browser.post(deployment.node(caller), pathOf(action), fields),
      )
      const codes = answers.filter((answer) => codeOf(answer) !== undefined).length
      answered += codes
      if (codes !== 1) faults.push(`decision ${index} gave ${codes} codes`)
      const odd = answers.find(({ status }) => status >= 500)
      if (odd !== undefined) faults.push(`decision ${index}: ${describe(odd)}`)
    }
    return { figures: { decisions, callers, requests: decisions * callers, codes: answered }, faults }
  },
}
