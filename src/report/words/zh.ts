import type { Format } from '../format.js'
import type { PeriodUnit } from '../figures/periods.js'
import type { Standing, Words } from './words.js'
import { churnZh } from './churnZh.js'
import { classifyZh } from './classifyZh.js'
import { identifyZh } from './identifyZh.js'
import { groupsZh } from './groupsZh.js'
import { treeZh } from './treeZh.js'
import { outcomeZh } from './outcomeZh.js'
import { worthZh } from './worthZh.js'

const UNITS: Readonly<Record<PeriodUnit, string>> = {
  day: '天',
  week: '周',
  month: '个月',
  quarter: '个季度',
  year: '年',
}
const ONE: Readonly<Record<PeriodUnit, string>> = {
  day: '日',
  week: '周',
  month: '月',
  quarter: '季度',
  year: '年',
}

function listed(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join('、')
}

/** Simplified Chinese. */
export function zh(f: Format): Words {
  const customers = (n: number) => `${f.count(n)} 位客户`
  const units = (n: number, unit: PeriodUnit) => `${f.count(n)} ${UNITS[unit]}`
  const portion = (part: number, of: number) => {
    const hundredths = Math.round((100 * part) / of)
    const few = of < 100 || hundredths < 1
    return few ? `${f.count(of)} 位客户中的 ${f.count(part)} 位` : `每 100 位客户中的 ${hundredths} 位`
  }
  const days = (n: number) => `${f.count(n)} 天`
  return {
    tag: 'zh-Hans',
    page: {
      eyebrow: (source) => (source === undefined ? '客户报告' : `客户报告 · ${source}`),
      headline: (n, revenue) => `${customers(n)}共消费 ${f.moneyShort(revenue)}`,
      period: (from, to, n) => (from === to ? f.date(from) : `${f.date(from)}至${f.date(to)}，共 ${days(n)}`),
      toKnow: (n) => `最值得注意的 ${n} 件事`,
      toDo: (n) => `接下来要做的 ${n} 件事`,
      howToRead: '怎么看',
      numbers: (rows) => `查看数据（${f.count(rows)} 行）`,
      made: '由 clientele 生成。本页不含任何客户的姓名，也不从网络加载任何内容。',
      nothing: '数据太少，无法作图。',
    },
    keys: {
      customers: '客户',
      revenue: '收入',
      orders: '订单',
      averageOrder: '平均每单',
      perCustomer: '平均每位客户',
      repeat: '买过不止一次',
      quietFor: '距上次下单（中位数）',
    },
    days,
    period: (unit, from) => {
      if (unit === 'day') return f.date(from)
      if (unit === 'week') return `${f.date(from)}起一周`
      if (unit === 'month') return f.month(from)
      const year = `${from.slice(0, 4)}年`
      return unit === 'year' ? year : `${year}第${Math.floor(Number(from.slice(5, 7)) / 3) + 1}季度`
    },
    tick: (unit, from) => {
      const month = `${Number(from.slice(5, 7))}月`
      if (unit === 'year') return `${from.slice(0, 4)}年`
      if (unit === 'quarter') return `${Math.floor(Number(from.slice(5, 7)) / 3) + 1}季度`
      return unit === 'month' ? month : `${month}${Number(from.slice(8))}日`
    },
    charts: {
      revenue: '收入',
      returning: '来自老客户',
      fresh: '来自新客户',
      shareOfCustomers: '占客户数',
      shareOfRevenue: '占收入',
      recency: '最近一次下单：很久以前 → 刚刚',
      frequency: '订单数：少 → 多',
      cumulativeCustomers: '客户，从消费最多的排起',
      cumulativeRevenue: '占收入的比例',
      revenueAbout: '各时段收入的柱形图，分为老客户与新客户。',
      rfmAbout: '按最近购买时间与购买次数排列的客户地图；颜色越鲜明，收入越多。',
      segmentsAbout: '每个客户群两条：占客户数的比例与占收入的比例。',
      paretoAbout: '消费最多的客户所带来的收入比例曲线。',
      cohortsAbout: '按首次购买时间排列的复购比例矩阵。',
      after: (unit) => `首次下单后的第几${UNITS[unit]}`,
      mark: (part, revenue) => `${f.share(part)} 的客户带来 ${f.share(revenue)}`,
    },
    revenue: {
      trend: (change, n, unit, versus) => {
        const last = `最近${n === 1 ? '一' : ` ${n} `}个完整${ONE[unit]}的收入`
        const then = versus === 'year' ? '上年同期' : n === 1 ? `前一${ONE[unit]}` : `之前 ${units(n, unit)}`
        if (Math.abs(change) < 0.02) return `${last}与${then}基本持平`
        if (change >= 1) return `${last}是${then}的 ${f.decimal(change + 1)} 倍`
        return `${last}比${then}${change > 0 ? '增长' : '下降'} ${f.share(Math.abs(change))}`
      },
      total: (revenue, n) => `客户在 ${days(n)}内共消费 ${f.money(revenue)}`,
      returning: (share, n, unit) => `最近 ${units(n, unit)}的收入中，${f.share(share)} 来自买过的老客户`,
      read: (unit, partial) =>
        `每根柱子是一${unit === 'month' ? '个月' : unit === 'quarter' ? '个季度' : ONE[unit]}。鲜明的颜色来自此前买过的客户，浅淡的颜色来自首次购买的客户。最左边的客户都算新客户，因为数据中没有他们更早的订单。${partial ? '最后一根柱子偏低，也因为数据在该时段中途结束。' : ''}`,
      columns: {
        period: '时段',
        revenue: '收入',
        returning: '老客户',
        fresh: '新客户',
        orders: '订单',
        newCustomers: '新客户数',
      },
      partial: (period) => `${period}（不完整）`,
    },
    segments: {
      top: (name, part, revenue) => `“${name}”占客户的 ${f.share(part)}，带来 ${f.share(revenue)} 的收入`,
      read: '每个客户群有两条。颜色鲜明的一条更长，说明这群客户的价值高于平均水平。',
      columns: {
        segment: '客户群',
        customers: '客户数',
        shareOfCustomers: '占比',
        revenue: '收入',
        shareOfRevenue: '占比',
        perCustomer: '每位客户',
        ordersEach: '每人订单',
        quietFor: '距上次下单天数',
        advice: '怎么做',
      },
      name: (key) => SEGMENTS[key] ?? key,
      advice: (standing) => ADVICE[standing],
      winBack: (n, revenue, names) =>
        `挽回${listed(names)}中的 ${customers(n)}：他们至今带来 ${f.money(revenue)}，但早该再来了。先联系收入最高的。`,
      secondOrder: (n, names) =>
        `尽快给${listed(names)}中的 ${customers(n)}一个再次下单的理由：多数客户正是在第二单之前流失的。`,
      thank: (n, share, names) =>
        `照顾好${listed(names)}中的 ${customers(n)}，他们带来 ${f.share(share)} 的收入：表示感谢，新品先给他们看，问问还缺什么。`,
      where: '名单见 customers.csv 的 segment 列。',
      unnamed: '未分群',
    },
    rfm: {
      fading: (n, least, revenue) =>
        `${customers(n)}过去常买，却已 ${days(least)}以上没有再来；他们曾带来 ${f.moneyShort(revenue)}`,
      holding: (n, revenue) => `常买且最近来过的 ${customers(n)}带来 ${f.share(revenue)} 的收入`,
      none: '还没有既常买又最近来过的客户',
      read: '越靠右，最近一次下单越近；越靠上，订单越多。每一格标出客户数和他们占收入的比例；颜色越鲜明，收入越多。左上方的客户过去常买、如今不来了，最该挽回。',
      skipped: (what, scores) => {
        const [name, alike] = what === 'frequency' ? ['频次', '订单数'] : ['最近度', '最后下单日']
        return `没有客户得到${name} ${scores.join('、')} 分：许多客户的${alike}相同，而相同的客户不会被分开。`
      },
      columns: {
        recency: '最近度（5 = 刚刚）',
        frequency: '频次（5 = 很多）',
        customers: '客户数',
        revenue: '收入',
        shareOfRevenue: '占比',
      },
    },
    pareto: {
      half: (part, of) => `${portion(part, of)}带来一半的收入`,
      even: (part, of) => `收入分布均匀：要${portion(part, of)}才能凑成一半`,
      only: '唯一的一位客户带来全部收入',
      top: (share) => `消费最多的五分之一客户带来 ${f.share(share)} 的收入。`,
      read: '客户按消费从多到少排成一列，曲线表示前面这些客户合计带来多少收入。如果人人消费相同，就会是那条直线。',
      columns: {
        group: '按消费排序',
        customers: '客户数',
        revenue: '收入',
        share: '占比',
        cumulative: '累计',
      },
      group: (from, to) => (from === 0 ? `前 ${f.share(to)}` : `${f.share(from)}–${f.share(to)}`),
    },
    cohorts: {
      again: (share, unit) =>
        `每 100 位新客户中，有 ${Math.round(100 * share)} 位在首次下单后的下一${unit === 'month' ? '个月' : ONE[unit]}再次购买`,
      one: (unit) => `所有客户都在同一${unit === 'month' ? '个月' : ONE[unit]}首次购买，暂时无从比较`,
      once: (share) => (share >= 0.995 ? '几乎所有客户都只买过一次' : `${f.share(share)} 的客户只买过一次`),
      read: (unit) =>
        `每一行是同一${unit === 'month' ? '个月' : ONE[unit]}首次购买的客户，每一列是之后的第几${UNITS[unit]}。数字表示其中每 100 人有多少人在该时段购买；颜色越鲜明，人数越多。`,
      columns: { cohort: '首次下单', size: '客户数' },
    },
    grouping: groupsZh(f),
    outcome: outcomeZh(f),
    classify: classifyZh(f),
    identify: identifyZh(f),
    churn: churnZh(f),
    tree: treeZh,
    worth: worthZh(f),
    data: {
      leftOut: (share, rule) => `${f.share(share)} 的明细行无法计入，主要原因：${rule}`,
      all: (lines) => `读入的 ${f.count(lines)} 行全部计入`,
      nameCustomers: (share) =>
        `弄清楚是谁在买：${f.share(share)} 的订单行没有客户，也就无从请他们再来。收银时记下客户号，或请访客留下邮箱即可。`,
      read: '规则自上而下依次应用于剩余的行。收入是这些行原本会计入的金额。',
      columns: { rule: '规则', lines: '行数', customers: '客户数', revenue: '收入' },
      rule: (key, action) =>
        `${RULES[key] ?? key}${action === 'keep' ? '（保留）' : action === 'net' ? '（抵扣）' : ''}`,
    },
    methods: {
      heading: (n) => `${customers(n)}的数字是这样算出来的`,
      lines: [
        '一个订单指一个订单号；没有订单号时，指文件中的一行。收入是所有计入行的合计。',
        '最近度、频次、金额各打 1 到 5 分：客户按距上次下单的天数、订单数和收入排序，在并列允许的范围内平分为五组。三项得分决定客户群。',
        '客户的首个时段以数据中的第一单为准；数据开始之前买过的客户也算新客户。',
        '比例经过四舍五入，合计不一定等于 100%。',
      ],
      asOf: (day) => `“现在”指 ${f.date(day)}：距上次下单的天数算到这一天。`,
      timeZone: (zone) => `日期按时区 ${zone} 计算。`,
      currency: (code) => (code === undefined ? '金额使用数据本身的货币，未注明。' : `金额单位为 ${code}。`),
      columns: (roles) =>
        `所用的列：${Object.entries(roles)
          .map(([role, column]) => `${ROLES[role] ?? role}取自“${column}”`)
          .join('，')}。`,
    },
  }
}

const SEGMENTS: Readonly<Record<string, string>> = {
  champions: '冠军客户',
  loyal: '忠诚客户',
  potential_loyal: '潜在忠诚客户',
  new: '新客户',
  promising: '有望客户',
  need_attention: '需要关注',
  about_to_sleep: '即将沉睡',
  cannot_lose: '不能失去',
  at_risk: '流失风险',
  hibernating: '沉睡客户',
  lost: '已流失',
}

const ADVICE: Readonly<Record<Standing, string>> = {
  best: '表示感谢，新品先给他们看，请他们推荐朋友。',
  good: '推荐与所购商品相配的东西，邀请加入会员。',
  new: '帮他们用好第一次购买的东西，给一个再来的理由。',
  slipping: '现在就提醒他们，内容因人而异。',
  leaving: '亲自挽回：打电话，问清原因，给出优惠。',
  gone: '低成本尝试一次，然后不再打扰。',
}

const RULES: Readonly<Record<string, string>> = {
  read: '读入的行',
  without_customer: '没有客户',
  status: '按状态，订单已取消、退款或失败',
  without_time: '没有日期',
  without_amount: '没有金额',
  test: '测试账户',
  future: '晚于统计的最后一天',
  duplicate: '与前面的行完全重复',
  cancelled: '已取消的订单',
  refund: '退款',
  refunded: '从购买中扣除的退款',
  non_positive: '数量或价格不大于零',
  kept: '计入的行',
}

const ROLES: Readonly<Record<string, string>> = {
  customer: '客户',
  time: '时间',
  amount: '金额',
  quantity: '数量',
  price: '单价',
  order: '订单',
  product: '商品',
}
