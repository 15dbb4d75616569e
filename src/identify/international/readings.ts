/** Names whose letters do not say how they are read, by their usual Latin spelling. */
function readings(list: string): ReadonlyMap<string, string> {
  return new Map(list.split(' ').map((entry) => entry.split('=') as [string, string]))
}

/** Arabic names are written without their vowels. Without hamza and dots of the ta marbuta, as `plainArabic` writes them. */
const ARABIC: ReadonlyMap<string, string> = readings(
  'محمد=mohamed احمد=ahmed محمود=mahmoud مصطفي=mustafa علي=ali عمر=omar عمرو=amr خالد=khaled يوسف=youssef ابراهيم=ibrahim حسن=hassan ' +
    'حسين=hussein السيد=elsayed منصور=mansour فاروق=farouk سليمان=soliman عبدالله=abdullah عبدالرحمن=abdelrahman عبدالعزيز=abdelaziz ' +
    'كريم=karim طارق=tarek سعيد=said سامي=samy هاني=hany ياسر=yasser ناصر=nasser جمال=gamal رشيد=rashid سمير=samir وليد=walid عادل=adel ' +
    'عماد=emad شريف=sherif اشرف=ashraf رمضان=ramadan صالح=saleh صلاح=salah فواد=fouad حمزه=hamza زياد=ziad باسم=basem رامي=ramy نبيل=nabil ' +
    'ماجد=maged بلال=bilal انور=anwar حامد=hamed كمال=kamal عثمان=osman اسماعيل=ismail اسلام=islam ايمن=ayman هشام=hesham وايل=wael ' +
    'فاطمه=fatma مريم=mariam نور=nour ساره=sara عايشه=aisha ليلي=layla زينب=zeinab خديجه=khadija امينه=amina هدي=huda مني=mona رانيا=rania ' +
    'دينا=dina سلمي=salma هبه=heba ايمان=iman ناديه=nadia ياسمين=yasmine ندي=nada اميره=amira هناء=hanaa سميره=samira حنان=hanan',
)

/** The commonest Japanese surnames; of two characters or more, so that no Chinese surname is among them. */
const JAPANESE: ReadonlyMap<string, string> = readings(
  '佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 渡邊=watanabe 渡邉=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi ' +
    '加藤=kato 吉田=yoshida 山田=yamada 佐々木=sasaki 山口=yamaguchi 松本=matsumoto 井上=inoue 木村=kimura 清水=shimizu 山崎=yamazaki 池田=ikeda ' +
    '橋本=hashimoto 阿部=abe 石川=ishikawa 山下=yamashita 中島=nakajima 石井=ishii 小川=ogawa 前田=maeda 岡田=okada 長谷川=hasegawa 藤田=fujita ' +
    '後藤=goto 近藤=kondo 村上=murakami 遠藤=endo 青木=aoki 坂本=sakamoto 斉藤=saito 斎藤=saito 齋藤=saito 福田=fukuda 太田=ota 西村=nishimura ' +
    '藤井=fujii 岡本=okamoto 金子=kaneko 藤原=fujiwara 三浦=miura 中野=nakano 原田=harada 松田=matsuda 竹内=takeuchi 小野=ono 田村=tamura',
)

/** Korean surnames as most Koreans write them, which is not how they are romanised. */
const KOREAN: ReadonlyMap<string, string> = readings(
  '김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim 한=han 오=oh 서=seo 신=shin 권=kwon 황=hwang 안=ahn 송=song ' +
    '류=ryu 유=yoo 홍=hong 전=jeon 고=ko 문=moon 손=son 양=yang 배=bae 백=baek 허=heo 남=nam 심=shim 노=noh 곽=kwak 성=sung 차=cha 주=joo 우=woo 구=koo',
)

/** The text with the names in it that are known: Japanese and Korean surnames where nothing else is there, Arabic ones word by word. */
export function readingOf(text: string): string {
  const known = JAPANESE.get(text) ?? KOREAN.get(text)
  if (known !== undefined) return known
  if (!/\p{Script=Arabic}/u.test(text)) return text
  return text.replace(/(?<!\p{L})عبد ال/gu, 'عبدال').replace(/[\p{Script=Arabic}\p{M}]+/gu, (word) => {
    const plain = plainArabic(word)
    return ARABIC.get(plain) ?? plain
  })
}

/** Arabic without vowel signs, and with letters that are written either way as one. */
function plainArabic(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0640\u064b-\u065f\u0670]/g, '')
    .replaceAll('ى', 'ي')
    .replaceAll('ی', 'ي')
    .replaceAll('ک', 'ك')
    .replaceAll('ة', 'ه')
}
