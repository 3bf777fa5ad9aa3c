/** What a guest reads, in Korean. Samsung calls its phones Galaxy there. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'iPhone',
  samsung: '갤럭시',
  android: '휴대폰',
  windows: '컴퓨터',
}

export const ko: GuestWords = {
  name: '한국어',
  lang: 'ko',
  direction: 'ltr',
  more: '더 보기',
  noFont: '이 컴퓨터에서는 이 언어를 표시할 수 없습니다.',
  choosePhone: '어떤 휴대폰인가요?',
  phones: { iphone: 'iPhone', samsung: '갤럭시', android: 'Android', windows: 'Windows' },
  title: (phone) => `${device[phone]}에 eSIM 설치하기`,
  steps: {
    iphone: [
      'iPhone을 *Wi-Fi*에 연결하세요.',
      '*카메라*를 열고 코드를 비추세요.',
      '나타나는 알림을 탭한 다음 *계속*을 탭하세요.',
    ],
    samsung: [
      '휴대폰을 *Wi-Fi*에 연결하세요.',
      '*설정*, *연결*, *SIM 관리자*, *eSIM 추가*를 차례로 여세요.',
      '*QR 코드 스캔*을 선택하고 카메라로 코드를 비추세요.',
    ],
    android: [
      '휴대폰을 *Wi-Fi*에 연결하세요.',
      '*설정*, *네트워크 및 인터넷*, *SIM*, *SIM 추가*를 차례로 여세요. 다른 브랜드는 설정에서 eSIM을 검색하세요.',
      'eSIM을 선택하고 카메라로 코드를 비춘 다음 안내를 따르세요.',
    ],
    windows: [
      '컴퓨터를 *Wi-Fi*에 연결하세요.',
      '*설정*, *네트워크 및 인터넷*, *셀룰러*, *eSIM 프로필*을 차례로 여세요.',
      '*프로필 추가*를 선택하고 코드를 카메라에 비추거나 직접 입력하세요.',
    ],
  },
  before: {
    title: '스캔하기 전에',
    checks: [
      '휴대폰이 *Wi-Fi*에 연결되어 있습니다.',
      '전화 앱에 {dial} 입력: *EID*가 나오면 eSIM을 쓸 수 있습니다.',
      '특정 통신사 전용으로 잠긴 휴대폰이 아닙니다.',
    ],
  },
  after: {
    title: '설치한 뒤에',
    steps: ['새 회선을 켜고 모바일 데이터용으로 선택하세요.', '이 회선의 *데이터 로밍*을 켜세요.'],
  },
  byHand: '직접 입력',
  formOnIphone: '*설정*, *셀룰러*, *eSIM 추가*, *QR 코드 사용*, *세부사항 직접 입력*을 차례로 여세요.',
  server: 'SM-DP+ 주소',
  activationCode: '활성화 코드',
  wholeCode: '활성화 코드',
  confirmation: '휴대폰에서 확인 코드를 요청합니다. 코드는 직원이 알려 드립니다.',
  push: {
    title: 'iPhone에 eSIM이 자동으로 도착합니다',
    steps: [
      '요금제가 준비되었다는 알림이 오면 탭하세요.',
      '*설정*에서 요금제를 탭한 다음 *계속*을 탭하세요.',
      '몇 분이 지나도 알림이 없으면 코드를 스캔하세요.',
    ],
  },
  order: '주문',
  keep: '코드를 아는 사람은 누구나 eSIM을 쓸 수 있습니다. 다른 사람에게 보여 주지 마세요.',
  mail: {
    subject: '고객님의 eSIM',
    link: 'iPhone에서 이 링크를 여세요:',
    byHand: '또는 직접 입력하세요:',
  },
  check: '잘 안 되나요? 확인해 주세요:',
  voucher: '바우처 코드',
  state: {
    waiting: '기기를 기다리고 있습니다',
    onThePhone: '거의 다 됐습니다',
    installed: '설치되었습니다. 즐거운 여행 되세요!',
    gone: '이 eSIM은 더 이상 설치할 수 없습니다. 직원에게 문의해 주세요.',
  },
}
