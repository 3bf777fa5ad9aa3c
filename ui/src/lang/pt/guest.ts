/** What a guest reads, in Portuguese, with the menus of a phone set to that of Brazil. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'celular',
  windows: 'computador',
}

export const pt: GuestWords = {
  name: 'Português (Brasil)',
  lang: 'pt-BR',
  direction: 'ltr',
  more: 'Mais',
  noFont: 'Este computador não consegue exibir este idioma.',
  choosePhone: 'Qual celular?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Como instalar o eSIM no seu ${device[phone]}`,
  steps: {
    iphone: [
      'Conecte o iPhone ao *Wi-Fi*.',
      'Abra a *Câmera* e aponte para o código.',
      'Toque na mensagem que aparece e depois em *Continuar*.',
    ],
    samsung: [
      'Conecte o celular ao *Wi-Fi*.',
      'Abra *Configurações*, *Conexões*, *Gerenciador de SIM*, *Adicionar eSIM*.',
      'Escolha a leitura do código QR e aponte a câmera para o código.',
    ],
    android: [
      'Conecte o celular ao *Wi-Fi*.',
      'Abra *Configurações*, *Rede e internet*, *Chips*, *Adicionar chip*. Outra marca? Procure eSIM nas configurações.',
      'Escolha o eSIM, aponte para o código e siga as instruções.',
    ],
    windows: [
      'Conecte o computador ao *Wi-Fi*.',
      'Abra *Configurações*, *Rede e Internet*, *Celular*, *Perfis eSIM*.',
      'Escolha *Adicionar perfil* e mostre o código à câmera, ou digite-o.',
    ],
  },
  before: {
    title: 'Antes de escanear',
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
  byHand: 'Digitar manualmente',
  formOnIphone:
    'Abra *Ajustes*, *Celular*, *Adicionar eSIM*, *Usar Código QR*, *Inserir Detalhes Manualmente*.',
  server: 'Endereço SM-DP+',
  activationCode: 'Código de ativação',
  wholeCode: 'Código de ativação',
  confirmation: 'O celular pedirá um código de confirmação. Nossa equipe informará o código.',
  push: {
    title: 'Seu iPhone recebe o eSIM automaticamente',
    steps: [
      'Uma mensagem avisa que um plano celular está pronto. Toque nela.',
      'Em *Ajustes*, toque no plano e depois em *Continuar*.',
      'Nenhuma mensagem após alguns minutos? Escaneie o código.',
    ],
  },
  order: 'Pedido',
  keep: 'Não compartilhe: quem tem o código pode usar o eSIM.',
  mail: {
    subject: 'Seu eSIM',
    link: 'Abra este link no seu iPhone:',
    byHand: 'Ou digite manualmente:',
  },
  check: 'Não funciona? Verifique:',
  voucher: 'Código do voucher',
  state: {
    waiting: 'Aguardando o seu dispositivo',
    onThePhone: 'Quase lá',
    installed: 'Instalado. Boa viagem!',
    gone: 'Este eSIM não pode mais ser instalado. Fale com a equipe.',
  },
}
