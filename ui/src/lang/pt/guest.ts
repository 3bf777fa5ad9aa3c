/** What a guest reads, in Portuguese, with the menus of a phone set to that of Brazil. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'celular',
  windows: 'computador',
}

export const pt: GuestWords = {
  name: 'Português',
  lang: 'pt-BR',
  direction: 'ltr',
  more: 'Mais',
  noFont: 'Este computador não pode mostrar este idioma.',
  choosePhone: 'Qual celular?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Como instalar o eSIM no seu ${device[phone]}`,
  steps: {
    iphone: [
      'Conecte o iPhone ao *Wi-Fi*.',
      'Abra a *Câmera* e aponte para o código.',
      'Toque em *Plano celular* e depois em *Continuar*.',
    ],
    samsung: [
      'Conecte o celular ao *Wi-Fi*.',
      'Abra *Configurações*, *Conexões*, *Gerenciador de SIM*, *Adicionar eSIM*.',
      'Escolha *Ler código QR* e aponte para o código.',
    ],
    android: [
      'Conecte o celular ao *Wi-Fi*.',
      'Abra *Configurações*, *Rede e Internet*, *Chips*, *Adicionar eSIM*.',
      'Aponte para o código e siga o celular.',
    ],
    windows: [
      'Conecte o computador ao *Wi-Fi*.',
      'Abra *Configurações*, *Rede e Internet*, *Celular*, *Perfis eSIM*.',
      'Escolha *Adicionar perfil* e mostre o código à câmera.',
    ],
  },
  before: {
    title: 'Antes de ler',
    checks: [
      'O celular está no *Wi-Fi*.',
      'Disque {dial}: se aparecer um *EID*, ele aceita eSIM.',
      'O celular não está bloqueado por uma operadora.',
    ],
  },
  after: {
    title: 'Depois',
    steps: ['Ative a nova linha e use-a para os dados móveis.', 'Ative o *Roaming de dados* nesta linha.'],
  },
  byHand: 'Digitar à mão',
  formOnIphone:
    'Abra *Ajustes*, *Celular*, *Adicionar eSIM*, *Usar Código QR*, *Digitar Detalhes Manualmente*.',
  server: 'Endereço SM-DP+',
  activationCode: 'Código de ativação',
  wholeCode: 'Código de ativação',
  confirmation: 'O celular pedirá um código de confirmação. A equipe o dará a você.',
  push: {
    title: 'O seu iPhone recebe o eSIM sozinho',
    steps: [
      'Uma mensagem avisa que um plano celular está pronto. Toque nela.',
      'Em *Ajustes*, toque no plano e depois em *Continuar*.',
      'Nenhuma mensagem após alguns minutos? Leia o código.',
    ],
  },
  order: 'Pedido',
  keep: 'Guarde só para você: quem tem o código pode usar o eSIM.',
  mail: {
    subject: 'Seu eSIM',
    link: 'Abra este link no seu iPhone:',
    byHand: 'Ou digite à mão:',
  },
  check: 'Não funciona? Verifique',
  voucher: 'Código do voucher',
  state: {
    waiting: 'Aguardando o seu celular',
    onThePhone: 'Quase lá',
    installed: 'Instalado. Boa viagem!',
    gone: 'Este eSIM não pode mais ser instalado. Fale com a equipe.',
  },
}
