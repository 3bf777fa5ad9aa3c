/** What a guest reads, in Chinese with traditional characters, with the words that are usual in Taiwan. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: ' iPhone ',
  samsung: '三星手機',
  android: '手機',
  windows: '電腦',
}

export const zhHant: GuestWords = {
  name: '繁體中文',
  lang: 'zh-Hant',
  direction: 'ltr',
  more: '更多',
  noFont: '這台電腦無法顯示這種語言。',
  choosePhone: '您使用哪種手機？',
  phones: { iphone: 'iPhone', samsung: '三星', android: 'Android', windows: 'Windows' },
  title: (phone) => `在您的${device[phone]}上安裝 eSIM`,
  steps: {
    iphone: ['將 iPhone 連上 *Wi-Fi*。', '打開*相機*，對準 QR Code。', '點一下出現的通知，再點一下*繼續*。'],
    samsung: [
      '將手機連上 *Wi-Fi*。',
      '依序打開*設定*、*連接*、*SIM 卡管理員*、*新增 eSIM*。',
      '選擇掃描 QR Code，將相機對準 QR Code。',
    ],
    android: [
      '將手機連上 *Wi-Fi*。',
      '依序打開*設定*、*網路與網際網路*、*SIM 卡*、*新增 SIM 卡*。其他品牌請在設定中搜尋 eSIM。',
      '選擇 eSIM，將相機對準 QR Code，再依畫面指示操作。',
    ],
    windows: [
      '將電腦連上 *Wi-Fi*。',
      '依序打開*設定*、*網路和網際網路*、*行動數據*、*eSIM 設定檔*。',
      '選擇*新增設定檔*，將 QR Code 對準相機，或手動輸入。',
    ],
  },
  before: {
    title: '掃描之前',
    checks: [
      '手機已連上 *Wi-Fi*。',
      '在電話 App 輸入 {dial}，出現 *EID* 就能使用 eSIM。',
      '手機沒有被電信業者鎖定。',
    ],
  },
  after: {
    title: '安裝之後',
    steps: ['開啟新門號，並選它作為行動數據。', '為這個門號開啟*數據漫遊*。'],
  },
  byHand: '手動輸入',
  formOnIphone: '依序打開*設定*、*行動服務*、*加入 eSIM*、*使用行動條碼*、*手動輸入詳細資訊*。',
  server: 'SM-DP+ 位址',
  activationCode: '啟用碼',
  wholeCode: '啟用碼',
  confirmation: '手機會要求輸入確認碼，我們的人員會告訴您。',
  push: {
    title: 'iPhone 會自動收到 eSIM',
    steps: [
      '出現方案已就緒的通知時，請點一下。',
      '在*設定*中點一下該方案，再點一下*繼續*。',
      '幾分鐘後仍沒有通知？請掃描 QR Code。',
    ],
  },
  order: '訂單',
  keep: '任何人拿到此碼都能使用這張 eSIM，請勿讓他人看到。',
  mail: {
    subject: '您的 eSIM',
    link: '請在 iPhone 上打開此連結：',
    byHand: '或手動輸入：',
  },
  check: '沒有成功？請檢查以下幾點：',
  voucher: '兌換碼',
  state: {
    waiting: '正在等待您的裝置',
    onThePhone: '馬上就好',
    installed: '已安裝。祝您旅途愉快！',
    gone: '這張 eSIM 已無法安裝，請洽詢服務人員。',
  },
}
