import type { errors as english } from '../en/errors.ts'
import { createCount } from '../intl.ts'

const count = createCount('pt')

/** The words of pages that report an error in Brazilian Portuguese. */
export const errors: typeof english = {
  expired: {
    title: 'Esta página está desatualizada',
    text: 'Este pedido já foi concluído ou expirou: volte ao app e comece de novo.',
    expired: (app: string) => `O pedido de ${app} expirou porque ficou aberto por mais de meia hora: comece de novo.`,
    answered: (app: string) => `O pedido de ${app} já foi concluído: volte ao app ou comece de novo.`,
    toApp: (app: string) => `Ir para ${app}`,
    atApp: (app: string) => `Começar de novo em ${app}`,
    again: 'Começar de novo',
  },
  problem: {
    ofApp: 'Este app cometeu um erro',
    ofAppText: 'Nenhuma resposta foi enviada a ele, e nenhum dado seu foi compartilhado.',
    ofAppAdvice: 'Volte ao app e tente de novo. Se acontecer outra vez, fale com os responsáveis pelo app.',
    titles: {
      403: 'Não é possível usar este formulário',
      404: 'Página não encontrada',
      405: 'Operação não permitida',
      413: 'Pedido grande demais',
      429: 'Tentativas demais',
      500: 'Algo deu errado',
      503: 'Tente de novo daqui a pouco',
    },
    texts: {
      404: 'Não existe uma página neste endereço.',
      500: 'Ocorreu um erro inesperado.',
      503: 'O servidor está temporariamente indisponível: tente de novo.',
    },
    form: 'Não é possível usar este formulário',
    fromOtherSite: 'O formulário veio de outro site.',
    malformedForm:
      'O formulário não foi enviado como esta página o mostra. Volte, recarregue a página e tente de novo.',
    outdated: 'Esta página está desatualizada: volte, recarregue e tente de novo.',
    noCookie: 'Este navegador não enviou o cookie que pertence a esta página.',
    noCookieAdvice:
      'Volte ao app e comece de novo, ou entre aqui para ver suas chaves. Se acontecer outra vez, seu navegador pode estar bloqueando cookies: permita-os para este site.',
    unknownDecision: 'O formulário foi enviado sem nenhuma das opções desta página. Volte e tente de novo.',
    help: 'Obter ajuda',
    toKeys: 'Ir para minhas chaves',
    toStart: 'Ir para a página inicial',
    code: (code: string) => `Se você pedir ajuda, informe este código: ${code}`,
  },
  developer: {
    title: 'Para quem desenvolve o app',
    error: 'Erro',
    wrong: 'O que está errado',
    received: 'Recebido',
    registered: 'Registrado',
    fix: 'Como corrigir',
    specification: 'Especificação',
    compare: 'Compare com os URIs de redirecionamento registrados do cliente.',
    caption: (name: string) => `${name}: recebido e registrado`,
    value: 'O valor',
    more: (amount: number) => `mais ${count(amount, { other: '#' })}`,
    nothing: 'nada',
    endsHere: 'termina aqui',
    same: 'São idênticos.',
    slashReceived: 'O valor recebido tem uma barra no final; o registrado não tem.',
    slashRegistered: 'O valor registrado tem uma barra no final; o recebido não tem.',
    case: 'A única diferença está nas letras maiúsculas e minúsculas.',
    shorter: (position: number) => `O valor recebido termina antes do caractere ${position} do registrado.`,
    longer: (position: number) =>
      `O valor recebido continua depois do fim do registrado, a partir do caractere ${position}.`,
    differs: (position: number) => `A primeira diferença está no caractere ${position}.`,
  },
}
