import type { passwords as english } from '../en/passwords.ts'
import { createCount } from '../intl.ts'

const count = createCount('fr')
const characters = (amount: number) => count(amount, { one: '# caractère', other: '# caractères' })

/** The words of a form that sets a password, in French. */
export const passwords: typeof english = {
  passwords: {
    label: 'Nouveau mot de passe',
    hint: (minimum) =>
      `Au moins ${characters(minimum)}. Plusieurs mots sans rapport entre eux sont faciles à retenir et difficiles à deviner.`,
    fault: {
      short: (length, minimum) => `Ce mot de passe a ${characters(length)}. Il en faut au moins ${minimum}.`,
      long: (most) => `Ce mot de passe est trop long. Il peut avoir ${characters(most)} au maximum.`,
      common:
        'Beaucoup de gens utilisent ce mot de passe : il fait donc partie des premiers que l’on essaie. Choisissez-en un autre.',
      personal:
        'Ce mot de passe est formé de votre nom ou du nôtre : c’est ce que l’on essaie en premier. Choisissez-en un autre.',
    },
    strength: {
      short: (missing) => `Encore ${characters(missing)}`,
      weak: 'Facile à deviner : ajoutez un mot.',
      fair: 'Bien. Un mot de plus le rendrait meilleur.',
      strong: 'Solide. Gardez-le dans un gestionnaire de mots de passe, ou retenez-le bien.',
    },
  },
}
