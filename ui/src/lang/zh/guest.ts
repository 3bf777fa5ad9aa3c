/** What a guest reads, in Chinese with simplified characters. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: ' iPhone ',
  samsung: '三星手机',
  android: '手机',
  windows: '电脑',
}

export const zh: GuestWords = {
  name: '简体中文',
  lang: 'zh-Hans',
  direction: 'ltr',
  more: '更多',
  noFont: '这台电脑无法显示这种语言。',
  choosePhone: '您用哪种手机？',
  phones: { iphone: 'iPhone', samsung: '三星', android: '安卓', windows: 'Windows' },
  title: (phone) => `在您的${device[phone]}上安装 eSIM`,
  steps: {
    iphone: ['将 iPhone 连接到*无线局域网*。', '打开*相机*，对准二维码。', '轻点弹出的通知，再轻点*继续*。'],
    samsung: [
      '将手机连接到 *WLAN*。',
      '依次打开*设置*、*连接*、*SIM 卡管理器*、*添加 eSIM*。',
      '选择*扫描二维码*，将摄像头对准二维码。',
    ],
    android: [
      '将手机连接到 *WLAN*。',
      '依次打开*设置*、*网络和互联网*、*SIM 卡*、*添加 SIM 卡*。其他品牌请在设置中搜索 eSIM。',
      '选择 eSIM，将摄像头对准二维码，再按提示操作。',
    ],
    windows: [
      '将电脑连接到 *WLAN*。',
      '依次打开*设置*、*网络和 Internet*、*手机网络*、*eSIM 配置文件*。',
      '选择*添加配置文件*，让摄像头对准二维码，或手动输入。',
    ],
  },
  before: {
    title: '扫描之前',
    checks: [
      '手机已连接 *Wi-Fi*（WLAN）。',
      '在电话应用中输入 {dial}，如果显示 *EID*，就支持 eSIM。',
      '手机没有被运营商锁定。',
    ],
  },
  after: {
    title: '安装之后',
    steps: ['启用新号码，并用它上网。', '为此号码打开*数据漫游*。'],
  },
  byHand: '手动输入',
  formOnIphone: '依次打开*设置*、*蜂窝网络*、*添加 eSIM*、*使用二维码*、*手动输入详细信息*。',
  server: 'SM-DP+ 地址',
  activationCode: '激活码',
  wholeCode: '激活码',
  confirmation: '手机会要求输入确认码，工作人员会告诉您。',
  push: {
    title: 'iPhone 会自动收到 eSIM',
    steps: [
      '出现蜂窝套餐已就绪的通知时，请轻点它。',
      '在*设置*中轻点该套餐，再轻点*继续*。',
      '几分钟后仍没有通知？请扫描二维码。',
    ],
  },
  order: '订单',
  keep: '任何人拿到此码都能使用该 eSIM，请勿让他人看到。',
  mail: {
    subject: '您的 eSIM',
    link: '请在 iPhone 上打开此链接：',
    byHand: '或手动输入：',
  },
  check: '没有成功？请检查以下几点：',
  voucher: '兑换码',
  state: {
    waiting: '正在等待您的设备',
    onThePhone: '马上就好',
    installed: '已安装。祝您旅途愉快！',
    gone: '此 eSIM 已无法安装，请咨询工作人员。',
  },
}
