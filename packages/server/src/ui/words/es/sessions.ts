import type { sessions as english } from '../en/sessions.ts'
import { createCount } from '../intl.ts'

const count = createCount('es')

/** The words of the list of browsers in which a user is logged in, in Spanish. */
export const sessions: typeof english = {
  sessions: {
    title: 'Dónde has iniciado sesión',
    lead: 'Si no reconoces alguna de estas sesiones, ciérrala y después cambia tu contraseña.',
    thisBrowser: 'este navegador',
    seen: (login, last) => `Sesión iniciada ${login} · última actividad ${last}`,
    from: (address) => `desde la dirección ${address}`,
    logOutHere: 'Cerrar sesión aquí',
    logOutThere: 'Cerrar esa sesión',
    logOutOf: (browser, login) => `${browser}, iniciada ${login}`,
    unknownBrowser: 'Un navegador',
    browserOn: (browser, system) => `${browser} en ${system}`,
    everywhere: 'Cerrar sesión en todas partes',
    everywhereText:
      '¿Has perdido un dispositivo o no te fías de alguno? Cierra a la vez las sesiones de todos los navegadores.',
    revoke: 'Retirar también las llaves de todas las aplicaciones',
    revokeText: 'Las aplicaciones que trabajan para ti cuando no estás también se detienen.',
    all: 'Cerrar sesión en todas partes',
    others: 'En todas partes menos aquí',
  },
  sessionOutcomes: {
    ended: 'Sesión cerrada',
    endedOf: (browser) => `Se ha cerrado la sesión en ${browser}.`,
    keysStay: 'Las llaves siguen como están.',
    keysRevoked: (keys) => `${count(keys, { one: '# llave retirada', other: '# llaves retiradas' })}.`,
    othersEnded: 'Sesión cerrada en los demás sitios',
    othersEndedTitle: 'Has cerrado sesión en todos los demás sitios.',
    othersEndedText: (logins) => `${count(logins, { one: '# sesión cerrada', other: '# sesiones cerradas' })}.`,
    nothing: 'Sin cambios',
    nothingTitle: 'No se ha cambiado nada.',
    nothingText: 'La sesión de ese navegador ya estaba cerrada.',
  },
}
