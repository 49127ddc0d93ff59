import type { passkeys as english } from '../en/passkeys.ts'

/** The words of passkeys in Spanish. */
export const passkeys: typeof english = {
  passkeys: {
    lead: 'Una llave de acceso sustituye a tu contraseña: desbloqueas tu dispositivo con su PIN, tu huella o tu cara, y ya has iniciado sesión.',
    use: 'Usar una llave de acceso',
    add: 'Añadir una llave de acceso',
    cancelled:
      'No se ha usado ninguna llave de acceso: la solicitud se canceló o tardó demasiado. Inténtalo de nuevo o continúa sin ella.',
    known: 'Este dispositivo ya tiene una llave de acceso para tu cuenta.',
    failed: 'Tu navegador no ha podido usar una llave de acceso. Inténtalo de nuevo o continúa sin ella.',
    otherwiseLogin:
      'Las llaves de acceso necesitan JavaScript y un navegador reciente. Inicia sesión con tu contraseña.',
    otherwiseSecond: 'Las llaves de acceso necesitan JavaScript y un navegador reciente. Usa un código.',
    otherwiseAdd:
      'Este navegador no puede añadir llaves de acceso: JavaScript está desactivado o el navegador no las admite. Activa JavaScript o abre esta página en una versión reciente de Chrome, Edge, Firefox o Safari.',
    refused: 'No se ha aceptado esa llave de acceso.',
    refusedText:
      'Usa otra llave de acceso o inicia sesión de otra forma. Si la eliminaste aquí, elimínala también en tu dispositivo.',
    expired: 'Ha tardado demasiado.',
    expiredText: 'Inténtalo de nuevo en menos de cinco minutos.',
    none: 'Aún no tienes llaves de acceso',
    noneText: 'Añade una en este dispositivo. Puedes añadir más en tus otros dispositivos, hasta 20 en total.',
    created: (date, lastUse) => `Añadida ${date}, último uso: ${lastUse}`,
    synced: 'en todos tus dispositivos',
    rename: 'Cambiar nombre',
    name: 'Nombre',
    save: 'Guardar nombre',
    remove: 'Eliminar',
    removeIt: 'Eliminar la llave de acceso',
    about: (name) => `la llave de acceso «${name}»`,
    removeText:
      'Nadie podrá iniciar sesión con ella, y se cerrará tu sesión en todos los demás sitios. Puede que tu dispositivo siga ofreciéndola hasta que la elimines allí.',
    added: (name) => `Llave de acceso «${name}» añadida.`,
    addedText:
      'La próxima vez que inicies sesión, elige «Usar una llave de acceso». Puedes cambiarle el nombre más abajo.',
    renamed: (name) => `La llave de acceso se llama ahora «${name}».`,
    renamedText: 'El nombre solo se muestra aquí.',
    removed: (name) => `Llave de acceso «${name}» eliminada.`,
    removedText: 'Puedes eliminarla también en tu dispositivo: aquí ya no abre nada.',
    gone: 'No se ha cambiado nada.',
    goneText: 'Esa llave de acceso ya no existe.',
    last: 'Es tu única forma de iniciar sesión.',
    lastText: 'Primero crea una contraseña o añade otra llave de acceso. Después podrás eliminar esta.',
    full: 'Tienes 20 llaves de acceso, el máximo para una cuenta.',
    fullText: 'Elimina una que ya no uses y añade después la nueva.',
    notAdded: 'No se ha añadido la llave de acceso.',
    notAddedText: 'No se ha aceptado la respuesta de tu navegador. Inténtalo de nuevo o usa otro dispositivo.',
    unavailable: 'Las llaves de acceso no están disponibles aquí',
    unavailableText:
      'Los navegadores solo ofrecen llaves de acceso en direcciones https con un nombre de host. Pregunta al responsable de este servidor y, mientras tanto, usa una contraseña.',
    recovery: 'Si pierdes todas tus llaves de acceso',
    recoveryByMail:
      'Inicia sesión con tu contraseña o crea una nueva por correo con «¿Has olvidado tu contraseña?». Después elimina aquí las llaves de acceso perdidas y añade una nueva.',
    recoveryByPassword:
      'Inicia sesión con tu contraseña. Después elimina aquí las llaves de acceso perdidas y añade una nueva.',
  },
}
