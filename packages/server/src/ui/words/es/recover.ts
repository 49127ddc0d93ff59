import type { recover as english } from '../en/recover.ts'

/** The words of pages by which users get back in, and confirm addresses, in Spanish. */
export const recover: typeof english = {
  recover: {
    title: 'Recupera tu cuenta',
    text: 'Dinos quién eres y enviaremos un enlace para crear una contraseña nueva al correo electrónico de tu cuenta.',
    who: 'Nombre de usuario o correo electrónico',
    send: 'Enviar el enlace',
    toLogin: 'Volver al inicio de sesión',
    sent: 'Revisa tu correo',
    sentText:
      'Si hay una cuenta con lo que has escrito y tiene un correo electrónico, te llegará allí un mensaje con un enlace. El enlace funciona durante 30 minutos.',
    sentAdvice:
      '¿No ha llegado nada? Mira en el correo no deseado, revisa lo que escribiste o pide ayuda al responsable.',
    again: 'Intentarlo de nuevo',
    wait: 'Demasiados intentos.',
    newPassword: 'Elige una contraseña nueva',
    newPasswordText: (username) => `Para la cuenta «${username}». Se cerrará tu sesión en todos los demás sitios.`,
    save: 'Guardar e iniciar sesión',
    dead: 'Este enlace ya no funciona',
    deadText: 'Ya se usó, tiene más de 30 minutos o la cuenta ha cambiado desde entonces. Pide otro.',
    askAgain: 'Pedir otro enlace',
    busy: 'Se están comprobando demasiadas contraseñas.',
  },
  confirmEmail: {
    title: 'Confirma tu correo electrónico',
    text: (address, username) => `${address} será el correo electrónico de la cuenta «${username}».`,
    confirm: 'Confirmar',
    done: 'Tu correo electrónico está confirmado',
    doneText: (address) => `Desde ahora, los mensajes sobre tu cuenta se envían a ${address}.`,
    toAccount: 'Ir a mi cuenta',
    dead: 'Este enlace ya no funciona',
    deadText: 'Ya se usó, tiene más de 30 minutos o la cuenta ha cambiado desde entonces.',
    toStart: 'Ir a la página de inicio',
  },
  devOutbox: {
    title: 'Bandeja de salida',
    text: 'Los mensajes que enviaría este servidor de desarrollo, los más recientes primero. Nada sale de este ordenador: para enviarlos, define «mail» en la configuración.',
    none: 'Aún no hay mensajes.',
    to: 'Para',
    open: 'Abrir el enlace',
    refresh: 'Mirar de nuevo',
  },
}
