import type { passwords as english } from '../en/passwords.ts'
import { createCount } from '../intl.ts'

const count = createCount('pt')
const characters = { one: '# caractere', other: '# caracteres' }

/** The words of a form that sets a password in Brazilian Portuguese. */
export const passwords: typeof english = {
  passwords: {
    label: 'Nova senha',
    hint: (minimum: number) =>
      `Pelo menos ${count(minimum, characters)}. Várias palavras sem relação entre si são fáceis de lembrar e difíceis de adivinhar.`,
    fault: {
      short: (length: number, minimum: number) =>
        `Esta senha tem ${count(length, characters)}. Ela precisa ter pelo menos ${minimum}.`,
      long: (most: number) => `Esta senha é longa demais. Ela pode ter no máximo ${count(most, characters)}.`,
      common: 'Muita gente usa esta senha, por isso ela é uma das primeiras que outros tentam. Escolha outra.',
      personal: 'Esta senha é feita do seu nome ou do nosso, que outros tentam primeiro. Escolha outra.',
    },
    strength: {
      short: (missing: number) => count(missing, { one: 'Falta # caractere', other: 'Faltam # caracteres' }),
      weak: 'Fácil de adivinhar: adicione outra palavra.',
      fair: 'Boa. Mais uma palavra a deixa melhor.',
      strong: 'Forte. Guarde-a em um gerenciador de senhas ou memorize bem.',
    },
  },
}
