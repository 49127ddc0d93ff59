import type { secondFactor as english } from '../en/second-factor.ts'
import { createCount } from '../intl.ts'

const count = createCount('pt')

/** The words of the second step of a login, and of its set-up, in Brazilian Portuguese. */
export const secondFactor: typeof english = {
  secondStep: {
    title: 'Digite seu código',
    text: 'Abra o app autenticador e digite os seis dígitos que ele mostra.',
    code: 'Código de seis dígitos',
    recoveryTitle: 'Digite um código de recuperação',
    recoveryText: 'Cada um dos códigos que você guardou ao configurar a verificação em duas etapas funciona uma vez.',
    recoveryCode: 'Código de recuperação',
    trust: 'Lembrar deste dispositivo por 30 dias',
    trustText: 'Aqui não pediremos mais um código. Não use em computadores compartilhados.',
    continue: 'Continuar',
    useRecovery: 'Usar um código de recuperação',
    useCode: 'Usar o código do meu app',
    as: 'Entrando como',
    otherAccount: 'Usar outra conta',
    wrong: 'Este código está incorreto.',
    wrongText: 'Digite o código que o app mostra agora. Se ele for recusado de novo, verifique a hora do seu celular.',
    wrongRecoveryText: 'Verifique se há erros de digitação. Um código já usado não funciona de novo.',
    used: 'Este código já foi usado.',
    usedText: 'Espere o app mostrar o próximo código e digite-o.',
    tooLate: 'O tempo acabou.',
    tooLateText: 'Para sua segurança, comece a entrar de novo.',
  },
  setUp: {
    loginTitle: 'Configure a verificação em duas etapas',
    loginText:
      'Para continuar, sua conta precisa de uma segunda etapa além da senha: um código de um app no seu celular.',
    loginAppText: (app: string) =>
      `Para usar ${app}, você precisa de uma segunda etapa ao entrar: um código de um app no seu celular.`,
    scan: 'Escaneie com seu app autenticador',
    scanText: 'Serve qualquer app de códigos de uso único, como o do seu gerenciador de senhas.',
    picture: 'Código QR para seu app autenticador',
    manual: 'O app não consegue escanear? Digite esta chave.',
    key: 'Chave',
    confirm: 'Código que o app mostra agora',
    turnOn: 'Ativar',
    notNow: 'Agora não',
  },
  recoveryCodes: {
    title: 'Guarde seus códigos de recuperação',
    text: 'Se você perder o celular, cada um destes códigos permite entrar uma vez. Eles aparecem só agora: imprima-os ou guarde-os no seu gerenciador de senhas.',
    label: 'Códigos de recuperação',
    file: 'codigos-de-recuperacao.txt',
    fileTitle: (server: string, account: string) =>
      `Códigos de recuperação de ${account} em ${server}. Cada um funciona uma vez.`,
    download: 'Baixar como texto',
    done: 'Já guardei',
  },
  factors: {
    off: 'Entre com sua senha e um código do seu celular: quem descobrir sua senha ainda não consegue entrar.',
    on: 'Depois da senha, pedimos um código do seu app.',
    app: 'App autenticador',
    appSince: (date: string) => `Configurado ${date}.`,
    required: 'O administrador deste servidor exige uma segunda etapa para sua conta.',
    turnOn: 'Configurar um app',
    change: 'Usar outro app',
    codes: 'Códigos de recuperação',
    codesLeft: (left: number) =>
      left === 0
        ? 'Todos os códigos foram usados. Gere novos.'
        : count(left, { one: 'Resta um código.', other: 'Restam # códigos.' }),
    newCodes: 'Gerar novos códigos',
    newCodesText: 'Com novos códigos, os que você tem agora deixam de funcionar.',
    remove: 'Desativar a verificação em duas etapas',
    removeText: 'A partir daí, basta sua senha. As sessões em todos os outros dispositivos serão encerradas.',
    devices: 'Dispositivos lembrados',
    noDevices: 'Nenhum dispositivo lembrado: pedimos um código sempre que você entra.',
    devicesText: 'Quando você entra por estes dispositivos, não pedimos um código.',
    until: (date: string) => `Expira ${date}`,
    forget: 'Esquecer',
    forgetAll: 'Esquecer todos',
    done: {
      added: 'A verificação em duas etapas está ativada',
      removed: 'A verificação em duas etapas está desativada',
      codes: 'Você tem novos códigos de recuperação',
      forgotten: 'O dispositivo não é mais lembrado',
    },
  },
}
