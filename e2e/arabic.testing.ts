import { englishWords, type Words } from 'valetkey'

const { layout, login, consent, keys, myAccount } = englishWords

/** A few words in Arabic, enough to see pages that are written from right to left; the others are English. */
export const arabic: Words = {
  ...englishWords,
  layout: {
    ...layout,
    myKeys: 'مفاتيحي',
    myAccount: 'حسابي',
    logOut: 'تسجيل الخروج',
    footer: 'لا يفتح المفتاح إلا ما تختاره، ويمكنك استعادته في أي وقت.',
  },
  login: {
    ...login,
    toApp: (app) => `سجّل الدخول للمتابعة إلى ${app}`,
    username: 'اسم المستخدم',
    password: 'كلمة المرور',
    logIn: 'تسجيل الدخول',
  },
  consent: {
    ...consent,
    asksForKey: (app) => `يطلب ${app} مفتاحًا`,
    onlyTicked: 'لن يحصل إلا على ما تتركه محددًا.',
    noPassword: 'ولن يحصل أبدًا على كلمة مرورك.',
    duration: 'مدة صلاحية المفتاح',
    durations: { once: 'مرة واحدة', hour: 'ساعة واحدة', month: '30 يومًا', always: 'بلا نهاية' },
    allow: 'السماح',
    deny: 'الرفض',
  },
  keys: {
    ...keys,
    title: 'مفاتيحي',
    lead: 'يتيح كل مفتاح لتطبيق واحد استخدام جزء من بياناتك.',
    given: 'مُنح',
    lastUsed: 'آخر استخدام',
    takeBack: 'استعادة هذا المفتاح',
  },
  myAccount: { ...myAccount, title: 'حسابي', nav: 'حسابي', back: 'حسابي' },
}
