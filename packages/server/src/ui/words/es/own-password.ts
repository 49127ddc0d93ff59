import type { ownPassword as english } from '../en/own-password.ts'

/** The words of “Password” in “My account”, in Spanish. */
export const ownPassword: typeof english = {
  ownPassword: {
    lead: 'Una contraseña nueva cierra tu sesión en todos los demás navegadores. Las aplicaciones conservan las llaves que les diste.',
    none: 'Tu cuenta aún no tiene contraseña. Con una podrás iniciar sesión también sin los otros métodos.',
    current: 'Contraseña actual',
    save: 'Cambiar la contraseña',
    set: 'Crear la contraseña',
    wrong: 'Esta no es tu contraseña actual.',
    wrongTitle: 'La contraseña actual no es correcta',
    refusedTitle: 'No se puede usar la contraseña nueva',
    same: 'Esta ya es tu contraseña actual. Elige otra.',
    wait: (duration) => `Demasiados intentos. Espera ${duration} e inténtalo de nuevo.`,
    raced: 'Tu contraseña se cambió en otro lugar mientras tanto. Aquí no se ha cambiado nada.',
    done: 'Contraseña cambiada',
    doneTitle: 'Tu contraseña ha cambiado.',
    doneText: 'Se ha cerrado la sesión en todos los demás navegadores.',
  },
}
