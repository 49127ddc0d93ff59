import type { errors as english } from '../en/errors.ts'

/** The words of pages that say what went wrong, in Spanish. */
export const errors: typeof english = {
  expired: {
    title: 'Esta página ya no es válida',
    text: 'Esta solicitud ya se completó o ha caducado. Vuelve a la aplicación y empieza de nuevo.',
    expired: (app) => `La solicitud de ${app} ha caducado porque estuvo abierta más de media hora. Empieza de nuevo.`,
    answered: (app) => `La solicitud de ${app} ya se completó. Vuelve a la aplicación o empieza de nuevo.`,
    toApp: (app) => `Ir a ${app}`,
    atApp: (app) => `Empezar de nuevo en ${app}`,
    again: 'Empezar de nuevo',
  },
  problem: {
    ofApp: 'Esta aplicación ha cometido un error',
    ofAppText: 'No se le ha enviado ninguna respuesta ni se ha compartido ninguno de tus datos.',
    ofAppAdvice:
      'Vuelve a la aplicación e inténtalo de nuevo. Si vuelve a ocurrir, contacta con los responsables de la aplicación.',
    titles: {
      403: 'No se puede usar este formulario',
      404: 'Página no encontrada',
      405: 'No compatible',
      413: 'Solicitud demasiado grande',
      429: 'Demasiados intentos',
      500: 'Algo ha ido mal',
      503: 'Inténtalo de nuevo en un momento',
    },
    texts: {
      404: 'No hay ninguna página en esta dirección.',
      500: 'Se ha producido un error inesperado.',
      503: 'El servidor no está disponible en este momento. Inténtalo de nuevo.',
    },
    form: 'No se puede usar este formulario',
    fromOtherSite: 'El formulario vino de otro sitio web.',
    malformedForm:
      'El formulario no se envió tal como lo muestra esta página. Vuelve atrás, recarga la página e inténtalo de nuevo.',
    outdated: 'Esta página ya no es válida. Vuelve atrás, recárgala e inténtalo de nuevo.',
    noCookie: 'Este navegador no ha enviado la cookie que corresponde a esta página.',
    noCookieAdvice:
      'Vuelve a la aplicación y empieza de nuevo, o inicia sesión aquí para ver tus llaves. Si vuelve a ocurrir, puede que tu navegador esté bloqueando las cookies: permítelas para este sitio.',
    unknownDecision:
      'El formulario se envió sin ninguna de las opciones de esta página. Vuelve atrás e inténtalo de nuevo.',
    help: 'Obtener ayuda',
    toKeys: 'Ir a mis llaves',
    toStart: 'Ir a la página de inicio',
    code: (code) => `Si pides ayuda, indica este código: ${code}`,
  },
  developer: {
    title: 'Para los desarrolladores de la aplicación',
    error: 'Error',
    wrong: 'Qué está mal',
    received: 'Recibido',
    registered: 'Registrado',
    fix: 'Cómo corregirlo',
    specification: 'Especificación',
    compare: 'Compáralo con las URI de redirección registradas del cliente.',
    caption: (name) => `${name}: recibido y registrado`,
    value: 'El valor',
    more: (amount) => `${amount} más`,
    nothing: 'nada',
    endsHere: 'termina aquí',
    same: 'Los dos son idénticos.',
    slashReceived: 'El valor recibido termina en una barra y el registrado no.',
    slashRegistered: 'El valor registrado termina en una barra y el recibido no.',
    case: 'Solo se diferencian en las mayúsculas y minúsculas.',
    shorter: (position) => `El valor recibido termina antes del carácter ${position} del registrado.`,
    longer: (position) => `El valor recibido continúa tras el final del registrado, desde el carácter ${position}.`,
    differs: (position) => `La primera diferencia está en el carácter ${position}.`,
  },
}
