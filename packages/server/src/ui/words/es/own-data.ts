import type { ownData as english } from '../en/own-data.ts'
import { createCount } from '../intl.ts'

const count = createCount('es')

/** The words of “Your data” in “My account”, and of an account that is to be deleted, in Spanish. */
export const ownData: typeof english = {
  ownData: {
    lead: 'Llévate todo lo que se guarda sobre ti, o elimina tu cuenta.',
    exportTitle: 'Descargar tus datos',
    exportText:
      'Un archivo JSON con tu perfil, tus sesiones, llaves, llaves de acceso, cuentas vinculadas y actividad. No contiene contraseñas ni secretos.',
    download: 'Descargar',
    deleteTitle: 'Eliminar la cuenta',
    deleteText: (days) =>
      days === 0
        ? 'Se cierra tu sesión en todas partes y todo se elimina al momento. Nadie puede recuperarlo.'
        : `Se cierra tu sesión en todas partes al momento y todo se elimina después de ${count(days, { one: '# día', other: '# días' })}. Hasta entonces puedes iniciar sesión y conservar la cuenta.`,
    fromFile:
      'El responsable de este servidor gestiona esta cuenta en un archivo, desde el que volvería a aparecer. Pídele que la elimine.',
    fromDirectory: 'Esta cuenta pertenece a la aplicación de la que forma parte este servidor. Elimínala allí.',
    confirm: (username) => `Escribe tu nombre de usuario, ${username}, para confirmar`,
    delete: 'Eliminar mi cuenta',
    wrong: 'Este no es tu nombre de usuario. No se ha cambiado nada.',
    wrongTitle: 'Sin cambios',
    requestedTitle: 'Tu cuenta se va a eliminar',
    requested: (time) =>
      `Se elimina ${time}, con todo lo que le pertenece. Si cambias de opinión, inicia sesión antes.`,
    pendingTitle: 'Esta cuenta se va a eliminar',
    pending: (time) => `Se elimina ${time}, porque tú lo pediste.`,
    keep: 'Conservar mi cuenta',
    goOn: 'Continuar sin cambiar eso',
    kept: 'Cuenta conservada',
    keptTitle: 'Tu cuenta se conserva.',
  },
}
