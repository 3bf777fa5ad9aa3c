/** What a guest reads, in Japanese. Samsung calls itself Galaxy there. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: 'Galaxy',
  android: 'スマートフォン',
  windows: 'パソコン',
}

export const ja: GuestWords = {
  name: '日本語',
  lang: 'ja',
  direction: 'ltr',
  more: 'その他',
  noFont: 'このパソコンではこの言語を表示できません。',
  choosePhone: 'お使いの機種は？',
  phones: { iphone: 'iPhone', samsung: 'Galaxy', android: 'Android', windows: 'Windows' },
  title: (phone) => `${device[phone]}にeSIMを追加する手順`,
  steps: {
    iphone: [
      'iPhoneを*Wi-Fi*に接続します。',
      '*カメラ*を開き、コードに向けます。',
      '表示されたメッセージ、*続ける*の順にタップします。',
    ],
    samsung: [
      'スマートフォンを*Wi-Fi*に接続します。',
      '*設定*、*接続*、*SIMマネージャー*、*eSIMを追加*の順に開きます。',
      '*QRコードをスキャン*を選び、カメラをコードに向けます。',
    ],
    android: [
      'スマートフォンを*Wi-Fi*に接続します。',
      '*設定*、*ネットワークとインターネット*、*SIM*、*SIM を追加*の順に開きます。他社製の場合は、設定で「eSIM」を検索します。',
      'eSIMを選び、カメラをコードに向け、画面の案内に従います。',
    ],
    windows: [
      'パソコンを*Wi-Fi*に接続します。',
      '*設定*、*ネットワークとインターネット*、*携帯電話*、*eSIMプロファイル*の順に開きます。',
      '*プロファイルの追加*を選び、カメラにコードを見せるか、手動で入力します。',
    ],
  },
  before: {
    title: '始める前に',
    checks: [
      '*Wi-Fi*に接続しています。',
      '電話アプリで{dial}と入力し、*EID*が出ればeSIM対応です。',
      'SIMロックはかかっていません。',
    ],
  },
  after: {
    title: '追加後の設定',
    steps: ['新しい回線をオンにし、データ通信に使います。', 'この回線の*データローミング*をオンにします。'],
  },
  byHand: '手動で入力',
  formOnIphone:
    '*設定*、*モバイル通信*、*eSIMを追加*、*QRコードを使用*、*詳細情報を手動で入力*の順に開きます。',
  server: 'SM-DP+アドレス',
  activationCode: 'アクティベーションコード',
  wholeCode: 'アクティベーションコード',
  confirmation: '確認コードの入力を求められます。コードはスタッフがお伝えします。',
  push: {
    title: 'iPhoneにeSIMが自動で届きます',
    steps: [
      'プランの準備ができたという通知をタップします。',
      '*設定*でプラン、*続ける*の順にタップします。',
      '数分待っても通知がなければ、コードを読み取ります。',
    ],
  },
  order: '注文（末尾）',
  keep: 'コードを知る人は誰でもeSIMを使えます。他の人に見せないでください。',
  mail: {
    subject: 'お客様のeSIM',
    link: 'iPhoneでこのリンクを開いてください：',
    byHand: '手動で入力する場合：',
  },
  check: 'うまくいかないときは',
  voucher: 'バウチャーコード',
  state: {
    waiting: '読み取りをお待ちしています',
    onThePhone: 'あと少しで完了です',
    installed: '追加できました。よいご旅行を！',
    gone: 'このeSIMはもう追加できません。スタッフにお尋ねください。',
  },
}
