import type { passwords as english } from '../en/passwords.ts'
import { createCount } from '../intl.ts'

const count = createCount('es')
const characters = (amount: number) => count(amount, { one: '# carácter', other: '# caracteres' })

/** The words of a form that sets a password, in Spanish. */
export const passwords: typeof english = {
  passwords: {
    label: 'Contraseña nueva',
    hint: (minimum) =>
      `Mínimo ${characters(minimum)}. Varias palabras sin relación entre sí son fáciles de recordar y difíciles de adivinar.`,
    fault: {
      short: (length, minimum) => `Esta contraseña tiene ${characters(length)}. Necesita al menos ${minimum}.`,
      long: (most) => `Esta contraseña es demasiado larga. Puede tener ${characters(most)} como máximo.`,
      common: 'Mucha gente usa esta contraseña, así que es de las primeras que otros prueban. Elige otra.',
      personal:
        'Esta contraseña está formada por tu nombre o el nuestro, que es lo primero que otros prueban. Elige otra.',
    },
    strength: {
      short: (missing) => count(missing, { one: 'Falta # carácter', other: 'Faltan # caracteres' }),
      weak: 'Fácil de adivinar: añade otra palabra.',
      fair: 'Bien. Con una palabra más, mejor.',
      strong: 'Segura. Guárdala en un gestor de contraseñas o recuérdala bien.',
    },
  },
}
