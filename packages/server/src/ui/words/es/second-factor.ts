import type { secondFactor as english } from '../en/second-factor.ts'

/** The words of the second step of a login, and of its set-up, in Spanish. */
export const secondFactor: typeof english = {
  secondStep: {
    title: 'Introduce tu código',
    text: 'Abre tu aplicación de autenticación y escribe los seis dígitos que muestra.',
    code: 'Código de seis dígitos',
    recoveryTitle: 'Introduce un código de recuperación',
    recoveryText: 'Cada uno de los códigos que guardaste al configurar la verificación en dos pasos funciona una vez.',
    recoveryCode: 'Código de recuperación',
    trust: 'Recordar este dispositivo durante 30 días',
    trustText: 'No se te pedirá un código aquí. No lo uses en ordenadores compartidos.',
    continue: 'Continuar',
    useRecovery: 'Usar un código de recuperación',
    useCode: 'Usar el código de mi aplicación',
    as: 'Iniciando sesión como',
    otherAccount: 'Usar otra cuenta',
    wrong: 'Este código no es correcto.',
    wrongText:
      'Escribe el código que tu aplicación muestra ahora. Si se vuelve a rechazar, comprueba la hora de tu teléfono.',
    wrongRecoveryText: 'Comprueba que no haya errores. Un código ya usado no vuelve a funcionar.',
    used: 'Este código ya se ha usado.',
    usedText: 'Espera a que tu aplicación muestre el siguiente y escríbelo.',
    tooLate: 'Ha tardado demasiado.',
    tooLateText: 'Por tu seguridad, vuelve a empezar el inicio de sesión.',
  },
  setUp: {
    loginTitle: 'Configura la verificación en dos pasos',
    loginText:
      'Para continuar, tu cuenta necesita un segundo paso además de la contraseña: un código de una aplicación de tu teléfono.',
    loginAppText: (app) =>
      `${app} requiere iniciar sesión en dos pasos: además, con un código de una aplicación de tu teléfono.`,
    scan: 'Escanea esto con tu aplicación de autenticación',
    scanText: 'Sirve cualquier aplicación de códigos de un solo uso, como la de tu gestor de contraseñas.',
    picture: 'Código QR para tu aplicación de autenticación',
    manual: '¿La aplicación no puede escanear? Escribe en su lugar esta clave de configuración.',
    key: 'Clave de configuración',
    confirm: 'Código que la aplicación muestra ahora',
    turnOn: 'Activar',
    notNow: 'Ahora no',
  },
  recoveryCodes: {
    title: 'Guarda tus códigos de recuperación',
    text: 'Si pierdes tu teléfono, cada uno de estos códigos te permite iniciar sesión una vez. Solo se muestran ahora: imprímelos o guárdalos en tu gestor de contraseñas.',
    label: 'Códigos de recuperación',
    file: 'codigos-de-recuperacion.txt',
    fileTitle: (server, account) => `Códigos de recuperación de ${account} en ${server}. Cada uno funciona una vez.`,
    download: 'Descargar como texto',
    done: 'Los he guardado',
  },
  factors: {
    off: 'Inicia sesión con tu contraseña y un código de tu teléfono: quien descubra tu contraseña seguirá sin poder iniciar sesión.',
    on: 'Después de tu contraseña, se te pide un código de tu aplicación.',
    app: 'Aplicación de autenticación',
    appSince: (date) => `Configurada ${date}.`,
    required: 'El responsable de este servidor exige la verificación en dos pasos para tu cuenta.',
    turnOn: 'Configurar una aplicación',
    change: 'Usar otra aplicación',
    codes: 'Códigos de recuperación',
    codesLeft: (left) =>
      left === 0
        ? 'Todos los códigos están usados. Crea otros nuevos.'
        : left === 1
          ? 'Queda un código.'
          : `Quedan ${left} códigos.`,
    newCodes: 'Crear códigos nuevos',
    newCodesText: 'Con códigos nuevos, los que tienes ahora dejarán de funcionar.',
    remove: 'Desactivar la verificación en dos pasos',
    removeText: 'Tu contraseña será suficiente. Se cerrará la sesión en todos los demás dispositivos.',
    devices: 'Dispositivos recordados',
    noDevices: 'No hay ningún dispositivo recordado: se te pide un código cada vez que inicias sesión.',
    devicesText: 'Cuando inicias sesión desde ellos, no se te pide un código.',
    until: (date) => `Caduca ${date}`,
    forget: 'Olvidar',
    forgetAll: 'Olvidar todos',
    done: {
      added: 'La verificación en dos pasos está activada',
      removed: 'La verificación en dos pasos está desactivada',
      codes: 'Tienes códigos de recuperación nuevos',
      forgotten: 'El dispositivo se ha olvidado',
    },
  },
}
