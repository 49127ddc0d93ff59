import type { keys as english } from '../en/keys.ts'
import { createCount } from '../intl.ts'

const count = createCount('es')

/** The words of “My keys” in Spanish. */
export const keys: typeof english = {
  keys: {
    title: 'Mis llaves',
    titleAfter: (outcome) => `${outcome} · Mis llaves`,
    lead: 'Cada llave permite a una aplicación usar una parte de tus datos. Puedes limitarla, hacer que termine antes o retirarla.',
    none: 'Ninguna aplicación tiene una llave',
    noneText:
      'Cuando das acceso a una aplicación, su llave aparece aquí. Verás qué puede hacer la aplicación, cuándo la usó por última vez y cuándo termina su acceso, y podrás retirar la llave.',
    given: 'Entregada',
    lastUsed: 'Último uso',
    notYet: 'todavía no',
    used: (times) => `usada ${count(times, { one: '# vez', other: '# veces' })}`,
    ends: 'Termina',
    endsByTaking: 'cuando la retires',
    endsEarlier: (time) => `termina antes: ${time}`,
    change: 'Cambiar esta llave',
    changeOf: (app) => ` de ${app}`,
    untick: 'Desmarca lo que la llave ya no deba permitir.',
    endSooner: 'Hacer que termine antes',
    keepNoEnd: 'No, conservarla hasta que la retire',
    keepEnd: 'No, conservar su fin',
    endIn: (duration) => `Dentro de ${duration}`,
    save: 'Guardar cambios',
    saveOf: (app) => `en la llave de ${app}`,
    takeBack: 'Retirar esta llave',
    open: 'Abrir',
    takeBackShort: 'Retirar',
    more: (rights) => `${rights} más`,
    takeBackOf: (app) => `de ${app}`,
    stopsAtOnce: 'En cuanto la retires, dejará de funcionar.',
    stopsWithin: (duration) => `Cuando la retires, dejará de funcionar en un máximo de ${duration}.`,
  },
  outcomes: {
    takenBack: 'Llave retirada',
    takenBackFrom: (app) => `Has retirado la llave de ${app}.`,
    noKeyLeft: 'La aplicación ya no puede acceder a tus datos.',
    keysLeft: (app, keys) =>
      `Esta llave ya no funciona. ${app} todavía tiene ${keys === 1 ? 'otra llave' : `otras ${keys} llaves`}, más abajo.`,
    late: (api, duration) => `${api} dejará de aceptarla en un máximo de ${duration}.`,
    changed: 'Llave cambiada',
    changedOf: (app) => `Has cambiado la llave de ${app}.`,
    narrowed: 'Ahora abre solo lo que ves abajo.',
    narrowedUntil: (duration) => `Ahora abre solo lo que ves abajo. Termina dentro de ${duration}.`,
    until: (duration) => `Ahora termina dentro de ${duration}.`,
    show: 'Ver esta llave',
    unchanged: 'Sin cambios',
    unchangedOf: (app) => `La llave de ${app} no ha cambiado.`,
    unchangedText: 'No has desmarcado nada ni has elegido un fin anterior.',
    undo: 'Deshacer',
    undoFor: (duration) => `Puedes deshacerlo durante ${duration}.`,
    unusedTakenBack: 'Llaves retiradas',
    unusedTakenBackTitle: (keys) => `Has retirado ${count(keys, { one: '# llave', other: '# llaves' })}.`,
    noKeyLeftOfThese: 'Estas aplicaciones ya no pueden usarlas.',
    restored: 'Llave restaurada',
    restoredTo: (app) => `${app} vuelve a tener su llave.`,
    restoredText: 'Abre lo mismo que antes.',
    allRestored: 'Llaves restauradas',
    allRestoredTitle: (keys) =>
      count(keys, { one: '# llave vuelve a funcionar.', other: '# llaves vuelven a funcionar.' }),
    allRestoredText: 'Abren lo mismo que antes.',
    nothing: 'Sin cambios',
    nothingTitle: 'No se ha cambiado nada.',
    nothingBecause: {
      gone: 'La llave se cambió o se retiró mientras tanto. Esta página muestra su estado actual.',
      tooLate:
        'Los diez segundos para deshacerlo han pasado, o ya se ha deshecho. Una aplicación sin llave puede pedir otra.',
      empty: 'Una llave debe conservar al menos un permiso. Para terminarla, retírala.',
    },
  },
}
