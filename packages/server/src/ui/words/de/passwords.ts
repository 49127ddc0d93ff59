import type { passwords as english } from '../en/passwords.ts'
import { createCount } from '../intl.ts'

const count = createCount('de')
const characters = (amount: number) => count(amount, { other: '# Zeichen' })

/** The words of a form that sets a password, in German. */
export const passwords: typeof english = {
  passwords: {
    label: 'Neues Passwort',
    hint: (minimum) =>
      `Mindestens ${characters(minimum)}. Mehrere Wörter, die nicht zusammengehören, sind leicht zu merken und schwer zu erraten.`,
    fault: {
      short: (length, minimum) => `Dieses Passwort hat ${characters(length)}. Es muss mindestens ${minimum} haben.`,
      long: (most) => `Dieses Passwort ist zu lang. Es darf höchstens ${characters(most)} haben.`,
      common:
        'Viele Menschen verwenden dieses Passwort. Deshalb wird es von anderen als eines der ersten ausprobiert. Wählen Sie ein anderes.',
      personal:
        'Dieses Passwort besteht aus Ihrem oder unserem Namen, und das probieren andere zuerst aus. Wählen Sie ein anderes.',
    },
    strength: {
      short: (missing) => `Noch ${characters(missing)}`,
      weak: 'Leicht zu erraten: Fügen Sie ein weiteres Wort hinzu.',
      fair: 'Gut. Mit einem weiteren Wort wird es noch besser.',
      strong: 'Stark. Speichern Sie es in einem Passwortmanager, oder merken Sie es sich gut.',
    },
  },
}
