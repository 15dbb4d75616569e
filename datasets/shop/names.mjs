// Names, streets and towns of the ten countries that the shop sends to, in their own script; after '=' the
// Latin letters that the same person may type elsewhere. A woman's surname follows '/' where it differs.

/** @typedef {{ own: string, latin: string }} Name */
/**
 * @typedef {object} Locale
 * @property {string} country
 * @property {number} weight
 * @property {string} phone
 * @property {boolean} surnameFirst
 * @property {readonly Name[]} men
 * @property {readonly Name[]} women
 * @property {readonly { man: Name, woman: Name }[]} surnames
 * @property {readonly string[]} streets
 * @property {readonly { city: string, postcode: string }[]} cities postcode with # for any digit
 */

/** Letters that are not an ASCII letter with an accent, and what people type for them. */
const PLAIN = { ß: 'ss', ł: 'l', Ł: 'L', ı: 'i', İ: 'I', ø: 'o', æ: 'ae', đ: 'd' }

/** @param {string} text */
export const withoutAccents = (text) =>
  text
    .replace(/[ßłŁıİøæđ]/g, (letter) => PLAIN[/** @type {keyof typeof PLAIN} */ (letter)])
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')

/** @param {string} own @param {string | undefined} latin @returns {Name} */
const name = (own, latin) => ({ own, latin: latin ?? withoutAccents(own) })

/** @param {string} list */
const names = (list) =>
  list.split(' ').map((entry) => {
    const [own = '', latin] = entry.split('=')
    return name(own, latin)
  })

/** @param {string} list */
const surnames = (list) =>
  list.split(' ').map((entry) => {
    const [own = '', latin] = entry.split('=')
    const [man = '', woman = man] = own.split('/')
    const [latinMan, latinWoman = latinMan] = latin?.split('/') ?? []
    return { man: name(man, latinMan), woman: name(woman, latinWoman) }
  })

/**
 * @param {string} header country, weight, phone, then 'surname first' where it is
 * @param {string} men @param {string} women @param {string} family @param {string} streets @param {string} cities
 * @returns {Locale}
 */
function locale(header, men, women, family, streets, cities) {
  const [country = '', weight, phone = '', order] = header.split(', ')
  return {
    country,
    weight: Number(weight),
    phone,
    surnameFirst: order !== undefined,
    men: names(men),
    women: names(women),
    surnames: surnames(family),
    streets: streets.split(', '),
    cities: cities.split(', ').map((entry) => {
      const [city = '', postcode = ''] = entry.split('=')
      return { city, postcode }
    }),
  }
}

/** @type {readonly Locale[]} */
export const LOCALES = [
  locale(
    'GB, 32, +44',
    'William James Thomas Robert Michael Edward Andrew Christopher Daniel Matthew Samuel Joseph Benjamin Oliver George',
    'Elizabeth Margaret Katherine Susan Jennifer Rebecca Victoria Charlotte Emily Alice Sophie Hannah Eleanor Grace Zoë',
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Clarke Hughes Edwards O'Brien Turner Cooper Ward Baker Harrison Fletcher Ashworth",
    'High Street, Station Road, Church Lane, Mill Lane, Victoria Road, Park Avenue, The Green, Queen Street',
    'Leeds=LS# #AB, Bristol=BS# #QT, York=YO# #HD, Norwich=NR# #LP, Cardiff=CF# #EU',
  ),
  locale(
    'DE, 14, +49',
    'Jürgen Björn Stefan Thomas Michael Matthias Günther Andreas Wolfgang Jörg Maximilian Felix',
    'Käthe Sabine Petra Ursula Anneliese Monika Brigitte Jana Lena Hannelore Dörte Sigrid',
    'Müller Schmidt Schneider Fischer Weiß Meyer Wagner Becker Schäfer Hoffmann Köhler König Groß Krüger Böhm Jäger Strauß Vogel Lindemann Brandt',
    'Hauptstraße, Bahnhofstraße, Gartenweg, Schillerstraße, Lindenallee, Am Markt',
    'Köln=50###, München=80###, Lübeck=23###, Göttingen=37###',
  ),
  locale(
    'FR, 10, +33',
    'François Jérôme Rémi Benoît Loïc Hervé Jean-Luc Étienne Théo Mathieu',
    'Élodie Amélie Hélène Françoise Chloé Anaïs Océane Marie-Claire Solène Camille',
    'Lefèvre Bérenger Dubois Moreau Besançon Garçon Béranger Noël Hébert Girard Rousseau Mallet Lemaître Fontaine Chevalier Dupré',
    'rue de la République, avenue Foch, place du Marché, rue des Écoles, chemin Vert',
    'Lyon=69###, Nîmes=30###, Orléans=45###, Besançon=25###',
  ),
  locale(
    'ES, 7, +34',
    'José Jesús Íñigo Andrés Ramón Álvaro Sergio Joaquín',
    'María Lucía Begoña Inés Concepción Mónica Rocío Sofía',
    'García Núñez Muñoz Peña Ibáñez López Martínez Fernández Ordóñez Vázquez Sáez Romero',
    'calle Mayor, plaza de España, avenida del Mar, calle del Olmo',
    'A Coruña=15###, Málaga=29###, León=24###',
  ),
  locale(
    'PL, 8, +48',
    'Łukasz Michał Paweł Grzegorz Stanisław Wojciech Jan Krzysztof',
    'Małgorzata Agnieszka Żaneta Bożena Zofia Elżbieta Katarzyna Hanna',
    'Kowalski/Kowalska Wiśniewski/Wiśniewska Wójcik Kamiński/Kamińska Dąbrowski/Dąbrowska Zając Król Jabłoński/Jabłońska Górski/Górska Sikora Ślusarczyk Pawłowski/Pawłowska',
    'ul. Długa, ul. Świętojańska, ul. Polna, aleja Róż',
    'Łódź=90-###, Gdańsk=80-###, Kraków=30-###',
  ),
  locale(
    'TR, 5, +90',
    'İbrahim Işık Çağrı Ömer Hüseyin Yiğit',
    'Ayşe Gülşen İrem Şule Özlem Nazlı',
    'Yılmaz Şahin Çelik Öztürk Kılıç Aydın Doğan Güneş İnce Işıldar',
    'Atatürk Caddesi, İstiklal Sokağı, Çınar Sokağı',
    'İzmir=35###, Eskişehir=26###, Diyarbakır=21###',
  ),
  locale(
    'BG, 7, +359',
    'Иван=Ivan Георги=Georgi Димитър=Dimitar Николай=Nikolay Стоян=Stoyan Юлиян=Yulian Христо=Hristo Петър=Petar',
    'Мария=Maria Цветелина=Tsvetelina Йорданка=Yordanka Елена=Elena Жана=Zhana Ралица=Ralitsa Десислава=Desislava Яна=Yana',
    'Иванов/Иванова=Ivanov/Ivanova Димитров/Димитрова=Dimitrov/Dimitrova Георгиев/Георгиева=Georgiev/Georgieva Петков/Петкова=Petkov/Petkova Желязков/Желязкова=Zhelyazkov/Zhelyazkova Стоянов/Стоянова=Stoyanov/Stoyanova Христов/Христова=Hristov/Hristova Цветков/Цветкова=Tsvetkov/Tsvetkova Юруков/Юрукова=Yurukov/Yurukova Шишков/Шишкова=Shishkov/Shishkova',
    'ул. Шипка, бул. Витоша, ул. Цар Симеон, ул. Роза',
    'София=1###, Пловдив=40##, Варна=90##',
  ),
  locale(
    'GR, 6, +30',
    'Γιώργος=Giorgos Δημήτρης=Dimitris Κώστας=Kostas Νίκος=Nikos Χρήστος=Christos Θανάσης=Thanasis',
    'Μαρία=Maria Ελένη=Eleni Κατερίνα=Katerina Φωτεινή=Foteini Χρυσούλα=Chrysoula Ειρήνη=Eirini',
    'Παπαδόπουλος/Παπαδοπούλου=Papadopoulos/Papadopoulou Γεωργίου=Georgiou Οικονόμου=Oikonomou Αγγελόπουλος/Αγγελοπούλου=Angelopoulos/Angelopoulou Νικολαΐδης/Νικολαΐδου=Nikolaidis/Nikolaidou Ξενάκης/Ξενάκη=Xenakis/Xenaki Ιωάννου=Ioannou Βλάχος/Βλάχου=Vlachos/Vlachou',
    'Ερμού, Πατησίων, Αγίου Νικολάου, Ελευθερίας',
    'Αθήνα=10# ##, Θεσσαλονίκη=54# ##, Πάτρα=26# ##',
  ),
  locale(
    'CN, 6, +86, surname first',
    '伟=Wei 强=Qiang 磊=Lei 军=Jun 建国=Jianguo 志明=Zhiming 浩然=Haoran 宇=Yu',
    '芳=Fang 娜=Na 秀英=Xiuying 静=Jing 丽=Li 雪梅=Xuemei 婷=Ting 晓燕=Xiaoyan',
    '王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 黄=Huang 赵=Zhao 吴=Wu 欧阳=Ouyang 许=Xu 徐=Xu',
    '中山路, 人民路, 解放街, 建设大道',
    '上海=200###, 成都=610###, 杭州=310###',
  ),
  locale(
    'EG, 5, +20',
    'محمد=Mohamed أحمد=Ahmed محمود=Mahmoud يوسف=Youssef خالد=Khaled عمر=Omar',
    'فاطمة=Fatma مريم=Mariam نور=Nour سارة=Sara عائشة=Aisha ليلى=Layla',
    'حسن=Hassan علي=Ali إبراهيم=Ibrahim السيد=Elsayed منصور=Mansour حسين=Hussein فاروق=Farouk سليمان=Soliman',
    'شارع النيل, شارع الجمهورية, شارع التحرير',
    'القاهرة=11###, الإسكندرية=21###, أسوان=81###',
  ),
]

/** What friends call them, and what some of them type. */
export const NICKNAMES = Object.fromEntries(
  (
    'William:Bill James:Jim Thomas:Tom Robert:Bob Michael:Mike Edward:Ted Andrew:Andy Christopher:Chris Daniel:Dan ' +
    'Matthew:Matt Samuel:Sam Joseph:Joe Benjamin:Ben George:Geordie Elizabeth:Liz Margaret:Maggie Katherine:Kate ' +
    'Susan:Sue Jennifer:Jenny Rebecca:Becky Victoria:Vicky Charlotte:Lottie Eleanor:Nell Maximilian:Max José:Pepe ' +
    'Concepción:Concha Małgorzata:Gosia Agnieszka:Aga Katarzyna:Kasia Hannelore:Hanne Matthias:Matze'
  )
    .split(' ')
    .map((entry) => /** @type {[string, string]} */ (entry.split(':'))),
)
