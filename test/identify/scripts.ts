import * as OpenCC from 'opencc-js'
import { LOCALES } from '../../datasets/shop/names.mjs'
import { makePerson } from '../../datasets/shop/people.mjs'
import { makeRecords } from '../../datasets/shop/records.mjs'

/** Names of two more countries than the shop sends to, each with what the same person types in Latin letters. */
const names = (list: string) =>
  list.split(' ').map((entry) => {
    const [own, latin] = entry.split('=') as [string, string]
    return { own, latin }
  })
const surnames = (list: string) => names(list).map((one) => ({ man: one, woman: one }))
const cities = (list: string) =>
  list.split(', ').map((entry) => {
    const [city, postcode] = entry.split('=') as [string, string]
    return { city, postcode }
  })
const japan = {
  country: 'JP',
  weight: 0,
  phone: '+81',
  surnameFirst: true,
  men: names(
    '翔太=Shota 大輔=Daisuke 健一=Kenichi 直樹=Naoki 和也=Kazuya タケシ=Takeshi 誠=Makoto 隆=Takashi',
  ),
  women: names('美咲=Misaki 陽子=Yoko 恵子=Keiko 由美=Yumi 愛=Ai さくら=Sakura ひかり=Hikari 智子=Tomoko'),
  surnames: surnames(
    '佐藤=Sato 鈴木=Suzuki 高橋=Takahashi 田中=Tanaka 渡辺=Watanabe 山本=Yamamoto 中村=Nakamura 斎藤=Saito 森=Mori 菊地=Kikuchi 五十嵐=Igarashi 服部=Hattori',
  ),
  streets: ['中央通り', '本町', '桜台', '緑が丘'],
  cities: cities('大阪=530-####, 札幌=060-####, 福岡=810-####'),
}
const korea = {
  country: 'KR',
  weight: 0,
  phone: '+82',
  surnameFirst: true,
  men: names(
    '민준=Minjun 서준=Seojun 도윤=Doyun 지훈=Jihoon 현우=Hyunwoo 성민=Sungmin 영수=Youngsoo 동현=Donghyun',
  ),
  women: names(
    '서연=Seoyeon 지우=Jiwoo 민서=Minseo 수빈=Subin 은지=Eunji 영희=Younghee 유진=Yujin 혜진=Hyejin',
  ),
  surnames: surnames(
    '김=Kim 이=Lee 박=Park 최=Choi 정=Jung 강=Kang 조=Cho 윤=Yoon 임=Lim 신=Shin 황보=Hwangbo 남궁=Namgung',
  ),
  streets: ['세종대로', '중앙로', '한강로', '학교길'],
  cities: cities('서울=0####, 부산=4####, 대구=4####'),
}

/** The script that people of a country write their names in. */
const SCRIPTS: { readonly [country: string]: string } = {
  GB: 'Latin',
  DE: 'Latin',
  CN: 'Chinese',
  JP: 'Japanese',
  KR: 'Korean',
  BG: 'Cyrillic',
  EG: 'Arabic',
}

const ARABIC_ZERO = 0x0660
const WIDE_ZERO = 0xff10
const digits = (text: string, zero: number) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)))

/** Ways to write the same that a country has beside the shop's: traditional letters, digits of its own. */
function asWrittenThere(record: any, place: number): any {
  const { country } = record
  const zero = country === 'EG' ? ARABIC_ZERO : 'CN JP KR'.includes(country) ? WIDE_ZERO : undefined
  const out = { ...record }
  if (zero !== undefined && place % 2 === 0)
    for (const name of ['phone', 'postcode']) out[name] = digits(out[name], zero)
  if (country === 'CN' && place % 3 === 0)
    for (const name of ['given_name', 'surname', 'street', 'city']) out[name] = traditional(out[name])
  return out
}
const traditional = OpenCC.Converter({ from: 'cn', to: 'tw' })

/**
 * Customers as the shop's generator makes them, as many from each script and two records or more of each, with the truth: `person` and `script`. The second and further
 * records differ in all the ways that the shop's do (Latin letters, swapped names, slips, moved), and in how their country writes.
 */
export function customersByScript(persons: number, seed = 1): any[] {
  const locales = [...LOCALES, japan, korea]
    .filter(({ country }) => country in SCRIPTS)
    .map((one) => ({ ...one, weight: SCRIPTS[one.country] === 'Latin' ? 1 : 2 }))
  return Array.from({ length: persons }, (_, i) => {
    const person = { ...makePerson(seed, i, locales), secondAccountFrom: 900 }
    const script = SCRIPTS[person.locale.country]!
    return makeRecords(seed, person, true).map(({ record }: any, r: number) => {
      const { record_id, given_name, surname, email, phone, date_of_birth, street, postcode, city } =
        r === 0 ? record : asWrittenThere(record, i + r)
      const said = { given_name, surname, email, phone, date_of_birth, street, postcode, city }
      const told = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, value || null]))
      return { record_id, person: `P${i}`, script, ...told }
    })
  }).flat()
}
