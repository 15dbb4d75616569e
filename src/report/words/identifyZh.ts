import type { Format } from '../format.js'
import type { IdentifyWords } from './identifyWords.js'

const LEVELS: Readonly<Record<string, string>> = {
  missing: '缺失',
  other: '不同',
  same: '相同',
  close: '接近',
  alike: '相似',
  'alike or initial': '相似或首字母',
  'swapped with the other name': '姓与名互换',
  'some words shared': '部分词相同',
  'same words in another order': '词相同、次序不同',
  'alike before the @': '@ 前相似',
  'close before the @': '@ 前接近',
  'same before the @': '@ 前相同',
  'two digits differ': '两位数字不同',
  'one digit differs, or one ends in the other': '一位数字不同，或一个是另一个的结尾',
  'same year, or two digits differ': '同年，或两位数字不同',
  'two of year, month and day the same': '年月日中两项相同',
  'one digit differs, or two swapped': '一位数字不同，或两位互换',
  'one edit': '一处改动',
  'two edits': '两处改动',
  'same beginning': '开头相同',
}

const KINDS: { readonly [name: string]: string } = {
  household: '同住家人',
  namesake: '同名者',
  contact: '共用联系方式',
  movers: '搬家',
  crowds: '同群体',
}

/** 中文。 */
export function identifyZh(f: Format): IdentifyWords {
  return {
    charts: {
      weight: '匹配权重（比特）',
      running: '匹配权重（比特），逐步累计',
      records: '一位客户的记录数',
      customers: '客户数',
      threshold: '阈值：合并所需的把握',
      share: '记录对的比例',
      weightsAbout: '柱形：每种一致或不一致在多大程度上支持或反对“同一人”。',
      pairAbout: '一对记录从初始判断到匹配权重的各个步骤。',
      sizesAbout: '柱形：有一条、两条……记录的客户各有多少。',
      curveAbout: '曲线：精确率、召回率与 F1 随阈值的变化。',
      precision: '预期精确率',
      recall: '预期召回率',
      f1: '预期 F1',
      truePrecision: '精确率',
      trueRecall: '召回率',
      trueF1: 'F1',
      prior: '比较之前',
      total: '匹配权重',
      level: (level) => LEVELS[level] ?? level,
      kind: (name) => `${KINDS[name] ?? name}？`,
      used: (threshold) => `采用：${threshold.toFixed(2)}`,
      more: (n) => `${f.count(n)} 条及以上`,
    },
    page: {
      eyebrow: (source) => (source === undefined ? '客户识别' : `客户识别：${source}`),
      headline: (n, found) => `${f.count(n)} 条记录是 ${f.count(found)} 位客户`,
      covers: (fields) => `依据 ${fields.join('、')}，无需标注或手工规则。`,
      where:
        'customers.csv 列出每条记录所属的客户，golden.csv 每位客户一条，review.csv 是待核对的记录对。model.json 含有多条记录共有的取值，请与记录同样妥善保管。',
      keys: {
        records: '记录',
        customers: '客户',
        repeated: '有多条记录的客户',
        f1: '预期 F1',
        reach: '已比较的真实记录对',
      },
      sizes: {
        finding: (share, largest) => `${f.share(share)} 的客户有多条记录，最多的有 ${f.count(largest)} 条`,
        none: '没有客户有多条记录',
        look: (n, largest) =>
          `核对记录最多的 ${f.count(n)} 位客户（最多 ${f.count(largest)} 条）：共用地址或测试账户可能混入多人。`,
        read: '每根柱表示有相应记录数的客户有多少。',
        columns: { size: '一位客户的记录数', customers: '客户数', records: '记录数' },
      },
      weights: {
        finding: (field, bits) =>
          `${field} 最有说服力：取值相同使“同一人”的几率约增至 ${f.count(Number((2 ** bits).toPrecision(2)))} 倍`,
        read: '向右支持“同一人”，向左反对；+1 使几率翻倍，−1 减半。相同的值越少见权重越大，越常见权重越小（此调整未计入图中）；陌生人常因常见取值而碰巧相同，因此“相近”的权重有时高于“相同”。几乎没有记录对的一级，权重只是猜测。',
        columns: {
          field: '字段',
          level: '一致程度',
          matches: '同一人',
          strangers: '两人',
          weight: '权重（比特）',
        },
      },
      trust: {
        finding: (precision, recall) =>
          `合并的记录对预计 ${f.share(precision)} 正确，真实的记录对预计找到 ${f.share(recall)}`,
        reach: (share) => `据随机记录估计，${f.share(share)} 的真实记录对曾被比较，其余计为遗漏。`,
        read: '越向右合并越少：合并的更可靠，但遗漏更多。仅据概率估计；有标注样本时用 evaluateLinkage 更可靠。',
        columns: { threshold: '阈值', customers: '客户数', precision: '精确率', recall: '召回率', f1: 'F1' },
      },
      pairs: {
        typical: (p) => `典型的一对：${f.share(p)} 的把握，逐步说明`,
        doubtful: (p) => `最存疑的一对：${f.share(p)} 的把握`,
        rows: (first, second) => `这两条是 customers.csv 中的第 ${first} 条和第 ${second} 条记录。`,
        review: (n) => `请人核对 review.csv 中的 ${f.count(n)} 对，再据答案重新学习。`,
        read: '每根柱从上一根的末端开始；大于 0 时更可能是同一人。带问号的步骤是对同样一致的另一种解释（同住家人、同名者、共用联系方式、搬家、同群体），并扣除它所能解释的部分。此处不显示具体取值。',
        columns: { step: '步骤', agreement: '一致程度', weight: '权重（比特）', total: '累计' },
      },
      methods: {
        heading: '方法',
        lines: [
          '权重出自 Fellegi 与 Sunter（1969），由期望最大化算法学得，并按取值的稀有程度调整；同住家人、同名者与共用号码或日期者各有单独的解释，一次搬家只计一次。',
          '记录按全部交叉对的平均值合并（平均连接），一对相似的记录不会把两位客户并为一位。',
          '未指定时，阈值不低于 0.5，取其中预期 F1 与最高值相差不到半个百分点的最低者；预期来自概率，从未比较的记录对计为遗漏。',
        ],
      },
    },
  }
}
