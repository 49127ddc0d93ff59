import type { email as english } from '../en/email.ts'

/** The words of the page on which users change their e-mail address, in Spanish. */
export const email: typeof english = {
  ownEmail: {
    lead: 'Los mensajes sobre tu cuenta llegan a este correo, también el enlace si olvidas la contraseña.',
    current: 'Tu correo electrónico',
    none: 'No tienes ningún correo electrónico aquí, así que no podrás recuperar tu cuenta si olvidas la contraseña.',
    confirmed: 'confirmado',
    unconfirmed: 'sin confirmar',
    confirm: 'Enviar un enlace para confirmarlo',
    new: 'Correo electrónico nuevo',
    hint: 'Enviamos un enlace a esa dirección. Tu correo cambia cuando abres el enlace y pulsas el botón.',
    save: 'Enviar el enlace',
    sent: 'Revisa tu correo',
    sentTo: (address) => `Hemos enviado un mensaje con un enlace a ${address}. El enlace funciona durante 30 minutos.`,
    invalid: 'No es un correo electrónico.',
    same: 'Este ya es tu correo electrónico.',
    wait: (duration) => `Ya se han enviado varios enlaces. Espera ${duration} e inténtalo de nuevo.`,
    failed: 'Sin cambios',
    ofFile: 'El responsable de este servidor establece tu correo electrónico y puede cambiarlo.',
  },
}
