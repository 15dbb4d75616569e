import type { Format } from '../format.js'
import type { TrialFigures } from '../figures/lifetime.js'
import type { OutlookGap } from '../outlook/gap.js'
import { rough } from './worthEn.js'
import type { WorthWords } from './worthWords.js'

const MODELS: Readonly<Record<string, string>> = {
  bgNbd: 'BG/NBD（Fader、Hardie 与 Lee 2005）',
  mbgNbd: 'MBG/NBD（Batislam、Denizel 与 Filiztekin 2007）',
}

const UNITS = { day: '天', week: '周', month: '月', year: '年' } as const

/** What Simplified Chinese says of what customers will be worth. */
export function worthZh(f: Format): WorthWords {
  const about = (value: number) => f.moneyShort(rough(value))
  const whole = (n: number) => f.count(Math.round(n))
  const customers = (n: number) => `${f.count(n)} 位客户`
  const off = (expected: number, actual: number) => {
    const change = expected / actual - 1
    if (Math.abs(change) < 0.02) return '与实际基本相符'
    if (change > 1) return `是实际的 ${f.decimal(change + 1)} 倍`
    return `比实际${change > 0 ? '高' : '低'} ${f.share(Math.abs(change))}`
  }
  const triedOn = ({ orders, revenue, days }: TrialFigures) => {
    const hasMoney = revenue !== undefined && revenue.actual > 0
    const { expected, actual } = hasMoney ? revenue : orders
    return `用最近 ${f.count(days)} 天检验，${hasMoney ? '收入' : '订单'}预测${off(expected, actual)}`
  }
  const why = ({ why, got = 0, needs = 0, sentence = '' }: OutlookGap) => {
    if (why === 'customers') return `至少需要 ${needs} 位客户，只有 ${f.count(got)} 位`
    if (why === 'history') return `至少需要 ${needs} 天的历史，只有 ${f.count(got)} 天`
    if (why === 'repeat') return `至少需要 ${needs} 位在不止一天下过单的客户，只有 ${f.count(got)} 位`
    if (why === 'spend') return '订单总体上没有带来收入'
    return why === 'orders'
      ? '留出的时段里没有人再次购买'
      : `没有合适的模型（${sentence.replace(/\.$/, '')}）`
  }
  return {
    charts: {
      actual: '实际',
      expected: '预期',
      together: '累计复购订单',
      learned: '学习',
      tried: '预测',
      customers: '客户数',
      repeats: '复购订单数',
      repeatRows: '复购订单数：少 → 多',
      ordersEach: '预测时段内人均订单',
      trackingAbout: '复购订单随时间变化的曲线，实际与预期对比；竖线标出预测的起点。',
      frequencyAbout: '按复购订单数统计客户数的柱形图，实际与预期对比。',
      aliveAbout: '按复购订单数和距上次下单时间排列的矩阵，数字是仍为客户的概率。',
      expectedAbout: '按复购订单数和距上次下单时间排列的矩阵，数字是预期订单数。',
      conditionalAbout: '按此前复购订单数，预测时段内人均订单的曲线，实际与预期对比。',
      worthAbout: '每个客户群一条：未来的价值及其估计区间。',
      within: (n) =>
        n === 1 ? '每天的复购订单' : n === 7 ? '每周的复购订单' : `每 ${f.count(Math.round(n))} 天的复购订单`,
      quiet: (unit = 'day') => `距上次下单的${UNITS[unit]}数：多 → 少`,
    },
    worth: {
      finding: (months, value, fifth, of) =>
        `现有客户${ahead(months)}约值 ${about(value)}${of >= 10 ? `，其中五分之一系于 ${customers(fifth)}` : ''}`,
      orders: ({ total, months }) =>
        `${customers(total.customers)}中约有 ${whole(total.alive)} 位仍是客户，${ahead(months)}约有 ${whole(total.orders)} 个下单日（每位客户每天计一次）。今后新来的客户不计在内。`,
      interval: (low, high, trial) =>
        `模型给出的合计在 ${about(low)} 到 ${about(high)} 之间（95%）。这只反映模型参数的把握；市场好坏带来的变化另算。${trial ? `${triedOn(trial)}。` : ''}`,
      discount: (months, rate) =>
        `价值指 ${months} 个月内预期的收入，未扣成本；越晚的订单折价越多（每年 ${f.share(rate)}）。`,
      action: (n) =>
        `为系着未来收入五分之一的 ${customers(n)}安排专人联系：把 customers.csv 按 clv 排序即可找到。`,
      read: '每一条是一群客户未来的价值；条端的横线是模型估计的区间。',
      columns: {
        segment: '客户群',
        customers: '客户数',
        alive: '仍是客户',
        orders: '下单日',
        value: '价值',
        low: '至少',
        high: '至多',
        each: '每位',
      },
    },
    slipping: {
      finding: ({ valuable, slipping: { customers: n, revenue } }) =>
        `最好的 ${customers(valuable)}中有 ${f.count(n)} 位多半已经离开，他们曾带来 ${about(revenue)}`,
      none: (valuable) => `消费最多的 ${customers(valuable)}看来无人离开`,
      atStake: ({ slipping: { customers: n, value, ifStaying } }, months) =>
        `照目前的情形，这 ${f.count(n)} 位${ahead(months)}值 ${f.money(value)}；如果他们都还是客户，则值 ${f.money(ifStaying)}。挽回他们最多就值这么多。`,
      blindFinding: '谁已离开、谁只是暂停，这段历史还看不出来',
      blind:
        '客户下单快慢不同已足以解释这段历史，因此模型几乎把所有人都看作仍是客户，已离开者的价值也就偏高。眼下更应看最近度与频次图中的距上次下单天数；历史再长一些才看得出来。',
      certain: '只有一单的客户按模型（BG/NBD）的定义算作仍是客户，因为该模型假定第二单之前无人离开。',
      read: '越靠右，最近一次下单越近；越靠上，订单越多。数字是这样的客户还会再来的概率（百分之几）。买得勤的客户更早被判为离开：过去每周都来、如今几个月不见的，多半走了。下表是消费最多的五分之一客户；名单见 customers.csv 的 p_alive 列。',
      columns: {
        chance: '仍是客户的概率',
        customers: '客户数',
        revenue: '至今收入',
        value: '价值',
        ifStaying: '若都留下的价值',
      },
    },
    trial: {
      finding: triedOn,
      orders: ({ calibrationEnd, customers: n, orders, revenue, days }) => {
        const money =
          revenue && revenue.actual > 0
            ? `；收入预测 ${about(revenue.expected)}，实际 ${about(revenue.actual)}`
            : ''
        return `只看 ${f.date(calibrationEnd)}及以前的订单，对当时的 ${customers(n)}，预测随后 ${f.count(days)} 天有 ${whole(orders.expected)} 个下单日，实际 ${whole(orders.actual)} 个${money}。`
      },
      order: ({ lift, mae }) =>
        `谁会再买判断得较准，买几次则不然：预期下单最多的十分之一客户，实际订单是平均的 ${f.decimal(lift)} 倍；具体到每位客户，平均相差 ${mae.toFixed(1)} 单。`,
      limits: '模型只知道订单和日期，不知道季节、价格和促销：从淡季预测旺季会偏低，反之偏高。',
      correlated: (r) =>
        `这里买得越勤的客户每单花得越${r > 0 ? '多' : '少'}（相关系数 ${r.toFixed(2)}），而消费模型假定二者无关；勤买的客户实际价值可能更${r > 0 ? '高' : '低'}。`,
      flatSpend: '无法逐个客户估计每单金额，因此每单都按总平均计算。',
      missing: (gap) => `预测无法用留出的时段检验：${why(gap)}。请当作初步估计。`,
      missingFinding: '预测有多准，目前还无从判断',
      read: '实线是实际，虚线是模型的预期；竖线之后是预测。上图是累计的复购订单，下图是每个时段的。',
      columns: { repeats: '此前复购', customers: '客户数', expected: '人均预期', actual: '人均实际' },
    },
    method: ({ buying, spending }) =>
      `客户未来价值：每位客户按自己的节奏下单，直到不知不觉离开（${MODELS[buying] ?? buying} 模型，两种模型中检验时更接近实际的一种）${spending === 'mean' ? '' : '，每单金额围绕各自的均值（Gamma-Gamma，Fader 与 Hardie 2013）'}。同一天的订单算一单。`,
    gap: (gap) => `未给出客户未来的价值：${why(gap)}。`,
  }
}

function ahead(months: number): string {
  return `未来 ${months} 个月`
}
