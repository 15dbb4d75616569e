import { ruleNumbers } from './ruleNumbers.js'
import type { Format } from '../format.js'
import type { GroupWords, MeasureName } from './groupWords.js'
import { rough } from './worthEn.js'

const FEATURES: Readonly<Record<string, string>> = {
  days_since_last: '距上次下单天数',
  orders: '订单数',
  revenue: '收入',
  monetary_value: '每单金额',
  frequency: '复购次数',
  tenure: '客龄',
  p_alive: '仍为客户的概率',
  expected_purchases: '预期订单数',
  clv: '未来价值',
}

const MEASURES: Readonly<Record<MeasureName, string>> = {
  inertia: '惯量拐点',
  silhouette: '轮廓系数',
  calinskiHarabasz: 'Caliński–Harabasz 指数',
  daviesBouldin: 'Davies–Bouldin 指数',
  gap: 'Gap 统计量',
  stability: '稳定性',
}

const DEGREES = ['低得多', '明显较低', '略低', '与其他相近', '略高', '明显较高', '高得多']

/** The words of proposed names, the longer ones first. */
const NAME_PARTS: readonly (readonly [RegExp, string])[] = [
  [/average customers/i, '普通客户'],
  [/without a segment/i, '未分群'],
  [/one-timers|one-time/gi, '只买一次'],
  [/\bvery\b/gi, '极'],
  [/\blapsed\b/gi, '久未下单'],
  [/\brecent\b/gi, '近期下单'],
  [/\bfrequent\b/gi, '高频'],
  [/\boccasional\b/gi, '低频'],
  [/\bbig spenders\b/gi, '高消费'],
  [/\bsmall spenders\b/gi, '低消费'],
  [/\bbuyers\b/gi, '客户'],
]

function feature(column: string): string {
  return FEATURES[column] ?? column.replaceAll('_', ' ')
}

function name(proposed: string): string {
  return NAME_PARTS.reduce((text, [part, word]) => text.replace(part, word), proposed).replace(
    /(?<=[\u4e00-\u9fff]),? (?=[\u4e00-\u9fff])/g,
    '·',
  )
}

/** What Simplified Chinese says of groups of customers. */
export function groupsZh(f: Format): GroupWords {
  const customers = (n: number) => `${f.count(n)} 位客户`
  return {
    feature,
    charts: {
      k: '群数',
      inertia: '惯量：看拐点',
      silhouette: '轮廓系数：越高越好',
      recommend: '各项指标的建议',
      height: '分支之间的差异',
      before: '之前',
      after: '之后',
      stayed: '未变',
      moved: '变动',
      new: '新客户',
      lost: '流失',
      notYet: '（尚未出现）',
      noLonger: '（不再出现）',
      chooseAbout: '惯量与轮廓系数随群数变化的曲线，以及各项指标建议的群数。',
      mapAbout: '以点表示客户的分布图，颜色表示客户群；相似的客户靠在一起。',
      profileAbout: '每列一个客户群、每行一项特征的矩阵；蓝色高于其他群，橙色低于其他群。',
      dendrogramAbout: '群中有群的树状图，标出每个分支的客户数。',
      migrationAbout: '客户从之前的群流向之后的群。',
      measure: (measure) => MEASURES[measure],
      along: (loadings, share) => {
        const least = 0.4 * Math.abs(loadings[0]?.loading ?? 0)
        const parts = loadings
          .filter(({ loading }) => loading !== 0 && Math.abs(loading) >= least)
          .slice(0, 4)
          .map(({ feature: column, loading }) => `${feature(column)}更${loading > 0 ? '多' : '少'}`)
        return `${parts.join('、')} →（占全部差异的 ${f.share(share)}）`
      },
      degree: (degree) => DEGREES[3 + degree]!,
      value: (column, value) => `${feature(column)}：${value ?? '缺失'}`,
      customers,
    },
    groups: {
      finding: (k, top) =>
        `客户可分为 ${k} 群；“${name(top.name)}”占 ${f.share(top.shareOfCustomers)} 的客户，带来 ${f.share(top.shareOfRevenue)} 的收入`,
      chosen: ({ k, recommended, isStable, isGiven, sample, customers: all }) => {
        const said = Object.entries(recommended).flatMap(([measure, n]) =>
          n === null ? [] : [`${MEASURES[measure as MeasureName]} ${n}`],
        )
        const taken = isGiven
          ? `按要求分成 ${k} 群`
          : k === recommended.inertia
            ? `这里取 ${k} 群，因为再多也说明不了更多（拐点）`
            : `这里取拐点附近的 ${k} 群`
        const why = `${taken}；${isStable ? '重新抽样后各群仍能全部找到' : '各群之间边界模糊，不必拘泥'}`
        return `分成几群需要判断。${sample < all ? `在随机抽取的 ${customers(sample)}上，` : ''}各项指标建议的群数：${said.join('、')}。分两群往往指标最好，却最说明不了问题。${why}。`
      },
      read: '每个点是一位客户，相似的客户靠在一起，颜色表示客户群。两条轴是客户差异最大的两个方向。名单见 customers.csv 的 group 列。',
      map: (shown, of, share) =>
        `${shown < of ? `图中是从 ${customers(of)}中随机抽取的 ${f.count(shown)} 位，` : '图中'}保留了全部差异的 ${f.share(share)}。`,
      columns: {
        group: '客户群',
        customers: '客户数',
        shareOfCustomers: '占比',
        revenue: '收入',
        shareOfRevenue: '占比',
        ordersEach: '订单数（中位）',
        revenueEach: '收入（中位）',
        quietFor: '距上次下单天数（中位）',
      },
      name,
    },
    apart: {
      finding: ({ groups: [best], medians }) =>
        `“${name(best!.name)}”通常下 ${f.decimal(best!.medianOrders)} 单，一般客户为 ${f.decimal(medians.orders)} 单`,
      line: ({ name: proposed, customers: n, medianOrders, medianRevenue, medianDaysSinceLast }) =>
        `“${name(proposed)}”：${customers(n)}，通常下 ${f.decimal(medianOrders)} 单，共消费 ${medianRevenue < 1000 ? f.moneyShort(rough(medianRevenue)) : f.money(rough(medianRevenue))}，上次下单在 ${f.count(medianDaysSinceLast)} 天前。`,
      read: '每列是一个客户群，数字是该群的均值；蓝色高于其他客户，橙色低于其他客户，颜色越深差得越多。下表是识别各群大多数客户的简短规则，供没有聚类功能的系统使用：规则判断正确的比例，以及能找到该群多少客户。',
      columns: { group: '客户群', rule: '怎样识别', precision: '正确', coverage: '覆盖' },
      rule: (rule) =>
        ruleNumbers(rule, f)
          .replace(/(\w+) above (\S+) and at most (\S+)/g, '$1 > $2 且 ≤ $3')
          .replace(/ at most /g, ' ≤ ')
          .replace(/ at least /g, ' ≥ ')
          .replace(/ above /g, ' > ')
          .replace(/ is /g, ' = ')
          .replace(/ from (\S+) to (\S+)/g, '：$1 至 $2')
          .replace(/ and /g, '，')
          .replace(/[a-z]\w*/g, feature),
    },
    method: ({ k, sample }) =>
      `客户群：对距上次下单天数、订单数和收入取 log(1 + x) 并统一尺度后，用 k-means（精确，多次起点取最好）分成 ${k} 群，以免个别大客户左右结果。群数是在 ${customers(sample)}上选定的。名称按各群的特点拟出，“通常”指中位数。`,
    gap: ({ why, got = 0, needs = 0, sentence = '' }) =>
      why === 'customers'
        ? `未给出客户群：至少需要 ${needs} 位客户，只有 ${f.count(got)} 位。`
        : why === 'alike'
          ? '未给出客户群：客户在订单数、收入和距上次下单天数上差别太小。'
          : `未给出客户群：${sentence.replace(/\.$/, '')}。`,
  }
}
