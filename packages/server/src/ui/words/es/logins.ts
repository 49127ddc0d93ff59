import type { logins as english } from '../en/logins.ts'

/** The words of the page with the logins elsewhere of an account, in Spanish. */
export const logins: typeof english = {
  logins: {
    lead: 'Cuentas de otros servicios con las que puedes iniciar sesión aquí.',
    none: 'Aún no hay ninguna vinculada.',
    another: 'Vincular otra cuenta',
    anotherText: 'Inicias sesión allí una vez y, desde entonces, puedes iniciar sesión aquí con esa cuenta.',
    link: (provider) => `Vincular ${provider}`,
    unlink: 'Desvincular',
    linkedSince: (when) => `Vinculada ${when}`,
    lastUsed: (when) => `último uso ${when}`,
    unused: 'aún sin usar',
    linked: 'La cuenta está vinculada',
    unlinked: 'La cuenta ya no está vinculada',
    last: 'Es tu única forma de iniciar sesión',
    outcomes: {
      linked: 'A partir de ahora puedes iniciar sesión con ella.',
      unlinked: 'Ya no da acceso a tu cuenta aquí. Se ha cerrado la sesión en los demás navegadores que la usaban.',
      last: 'Primero crea una contraseña, añade una llave de acceso o vincula otra cuenta. Después podrás desvincular esta.',
    },
  },
}
