/** What a guest reads, in Portuguese as it is written in Portugal, with the menus of a phone set to it. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Samsung',
  android: 'telemóvel',
  windows: 'computador',
}

export const ptPT: GuestWords = {
  name: 'Português (Portugal)',
  lang: 'pt-PT',
  direction: 'ltr',
  more: 'Mais',
  noFont: 'Este computador não consegue mostrar este idioma.',
  choosePhone: 'Que telemóvel?',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `Como instalar o eSIM no seu ${device[phone]}`,
  steps: {
    iphone: [
      'Ligue o iPhone à rede *Wi-Fi*.',
      'Abra a *Câmara* e aponte para o código.',
      'Toque na mensagem que aparece e depois em *Continuar*.',
    ],
    samsung: [
      'Ligue o telemóvel à rede *Wi-Fi*.',
      'Abra *Definições*, *Ligações*, *Gestor SIM*, *Adicionar eSIM*.',
      'Escolha a leitura do código QR e aponte a câmara para o código.',
    ],
    android: [
      'Ligue o telemóvel à rede *Wi-Fi*.',
      'Abra *Definições*, *Rede e Internet*, *SIMs*, *Adicionar SIM*. Outra marca? Procure eSIM nas definições.',
      'Escolha o eSIM, aponte a câmara para o código e siga as instruções.',
    ],
    windows: [
      'Ligue o computador à rede *Wi-Fi*.',
      'Abra *Definições*, *Rede e Internet*, *Rede móvel*, *Perfis eSIM*.',
      'Escolha *Adicionar perfil* e mostre o código à câmara, ou introduza-o.',
    ],
  },
  before: {
    title: 'Antes de ler o código',
    checks: [
      'O telemóvel está ligado à rede *Wi-Fi*.',
      'Marque {dial}: se aparecer um *EID*, o telemóvel aceita eSIM.',
      'O telemóvel não está bloqueado a um operador.',
    ],
  },
  after: {
    title: 'Depois',
    steps: ['Ative a nova linha e use-a para os dados móveis.', 'Ative o *Roaming de dados* nesta linha.'],
  },
  byHand: 'Introduzir à mão',
  formOnIphone:
    'Abra *Definições*, *Rede móvel*, *Adicionar eSIM*, *Usar código QR*, *Introduzir detalhes manualmente*.',
  server: 'Endereço SM-DP+',
  activationCode: 'Código de ativação',
  wholeCode: 'Código de ativação',
  confirmation: 'O telemóvel vai pedir um código de confirmação. A nossa equipa dá-lho.',
  push: {
    title: 'O seu iPhone recebe o eSIM automaticamente',
    steps: [
      'Uma notificação avisa que um plano móvel está pronto. Toque nela.',
      'Em *Definições*, toque no plano e depois em *Continuar*.',
      'Nenhuma notificação após alguns minutos? Leia o código.',
    ],
  },
  order: 'Encomenda',
  keep: 'Não partilhe: quem tiver o código pode usar o eSIM.',
  mail: {
    subject: 'O seu eSIM',
    link: 'Abra esta ligação no seu iPhone:',
    byHand: 'Ou introduza à mão:',
  },
  check: 'Não funciona? Verifique:',
  voucher: 'Código do voucher',
  state: {
    waiting: 'À espera do seu dispositivo',
    onThePhone: 'Está quase',
    installed: 'Instalado. Boa viagem!',
    gone: 'Este eSIM já não pode ser instalado. Fale com a nossa equipa.',
  },
}
