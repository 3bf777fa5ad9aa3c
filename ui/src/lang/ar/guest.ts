/** What a guest reads, in Arabic. */
import type { GuestWords, Phone } from '../en/guest'

const device: Record<Phone, string> = {
  iphone: 'جهاز iPhone',
  samsung: 'هاتف Samsung',
  android: 'هاتفك',
  windows: 'حاسوبك',
}

export const ar: GuestWords = {
  name: 'العربية',
  lang: 'ar',
  direction: 'rtl',
  more: 'المزيد',
  noFont: 'لا توجد حروف هذه اللغة على هذا الحاسوب.',
  choosePhone: 'ما نوع الهاتف؟',
  phones: { iphone: 'iPhone', samsung: 'Samsung', android: 'Android', windows: 'Windows' },
  title: (phone) => `طريقة تثبيت شريحة eSIM على ${device[phone]}`,
  steps: {
    iphone: [
      'صِل جهاز iPhone بشبكة *Wi-Fi*.',
      'افتح *الكاميرا* ووجّهها نحو الرمز.',
      'اضغط على *خطة خلوية* ثم على *متابعة*.',
    ],
    samsung: [
      'صِل الهاتف بشبكة *Wi-Fi*.',
      'افتح *الإعدادات*، *الاتصالات*، *مدير SIM*، *إضافة eSIM*.',
      'اختر *مسح رمز QR* ووجّه الكاميرا نحو الرمز.',
    ],
    android: [
      'صِل الهاتف بشبكة *Wi-Fi*.',
      'افتح *الإعدادات*، *الشبكة والإنترنت*، *شرائح SIM*، *إضافة شريحة eSIM*.',
      'وجّه الكاميرا نحو الرمز ثم اتبع تعليمات الهاتف.',
    ],
    windows: [
      'صِل الحاسوب بشبكة *Wi-Fi*.',
      'افتح *الإعدادات*، *الشبكة والإنترنت*، *خلوي*، *ملفات تعريف eSIM*.',
      'اختر *إضافة ملف تعريف* وأظهر الرمز للكاميرا.',
    ],
  },
  before: {
    title: 'قبل المسح',
    checks: [
      'الهاتف متصل بشبكة *Wi-Fi*.',
      'اطلب {dial}: إذا ظهر رقم *EID* فالهاتف يدعم eSIM.',
      'الهاتف غير مقفل على شركة اتصالات.',
    ],
  },
  after: {
    title: 'بعد التثبيت',
    steps: ['شغّل الخط الجديد واستخدمه لبيانات الجوال.', 'شغّل *تجوال البيانات* لهذا الخط.'],
  },
  byHand: 'إدخال يدوي',
  formOnIphone: 'افتح *الإعدادات*، *خلوي*، *إضافة eSIM*، *استخدام رمز QR*، *إدخال التفاصيل يدويًا*.',
  // The mark keeps the plus sign on its right-hand side.
  server: 'عنوان SM-DP+\u200E',
  activationCode: 'رمز التنشيط',
  wholeCode: 'رمز التنشيط',
  confirmation: 'سيطلب الهاتف رمز تأكيد. ستحصل عليه من الموظف.',
  push: {
    title: 'يتلقى جهاز iPhone شريحة eSIM تلقائيًا',
    steps: [
      'تظهر رسالة بأن خطة خلوية جاهزة. اضغط عليها.',
      'في *الإعدادات* اضغط على الخطة ثم على *متابعة*.',
      'لم تظهر رسالة بعد بضع دقائق؟ امسح الرمز.',
    ],
  },
  order: 'الطلب',
  keep: 'احتفظ بهذا لنفسك: من يملك الرمز يمكنه استخدام شريحة eSIM.',
  mail: {
    subject: 'شريحة eSIM لك',
    link: 'افتح هذا الرابط على جهاز iPhone:',
    byHand: 'أو أدخل البيانات يدويًا:',
  },
  check: 'لم ينجح الأمر؟ تحقّق مما يلي',
  voucher: 'رمز القسيمة',
  state: {
    waiting: 'في انتظار هاتفك',
    onThePhone: 'أوشكنا على الانتهاء',
    installed: 'تم التثبيت. رحلة سعيدة!',
    gone: 'لم يعد تثبيت شريحة eSIM هذه ممكنًا. يُرجى سؤال الموظف.',
  },
}
