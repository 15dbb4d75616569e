import type { ChurnWarning } from '../../churn/score/warnings.js'
import type { Format } from '../format.js'
import type { OutlookGap } from '../outlook/gap.js'
import { aucOf, beatsRecency, isHonest, isSlanted } from '../leaving/honest.js'
import type { ChurnWords } from './churnWords.js'

const STAGES: Readonly<Record<string, string>> = {
  acquaintance: '只买过一次',
  growth: '购买增多',
  stable: '稳定',
  declining: '购买减少',
  lapsed: '长期沉默',
}

const REASONS: Readonly<Record<string, string>> = {
  silence: '相对自身节奏的沉默',
  falling: '订单或消费下降',
  'few orders': '订单少',
  spend: '消费多少',
  breadth: '商品种类多少',
  returns: '退货',
  discounts: '折扣',
  'late delivery': '送货迟到',
  service: '服务工单',
  campaigns: '营销联系',
  channel: '下单渠道',
  tenure: '成为客户的时间',
}

const MODELS: Readonly<Record<string, string>> = {
  boost: '提升模型（本页所用）',
  logistic: '逻辑回归',
  tree: '四个问题的决策树',
  recency: '仅看距上次下单的天数',
  p_alive: 'BG/NBD：仍是客户',
  p_no_order: 'BG/NBD：期限内无订单',
}

/** What Simplified Chinese says of who leaves. */
export function churnZh(f: Format): ChurnWords {
  const customers = (n: number) => `${f.count(n)} 位客户`
  const days = (n: number) => `${f.count(n)} 天`
  const whole = (n: number) => f.count(Math.round(n))
  const warning = ({ code, model, reason, predicted, observed }: ChurnWarning): string => {
    const because = (reason ?? '').replace(/\.$/, '')
    if (code === 'not-learned') return `${MODELS[model ?? ''] ?? model}未能学习，因此没有比较：${because}。`
    if (code === 'without-p-alive') return `没有使用 BG/NBD，因为它未能拟合：${because}。`
    if (code === 'nobody-drops-out')
      return '此处 p_alive 没有意义：按 BG/NBD，无论沉默多久都没有人流失；请看 churn_probability。'
    const by = predicted! > observed! ? '偏高' : '偏低'
    return `在留出的客户上概率${by}：预测 ${f.share(predicted!)}，实际流失 ${f.share(observed!)}，偶然不足以解释；请以概率排序，不要按字面理解。`
  }
  const on = (list: readonly string[]) =>
    list.length < 2
      ? list.map(f.date).join()
      : `${f.date(list[0]!)}至 ${f.date(list.at(-1)!)}间 ${f.count(list.length)} 个日子`
  const why = ({ why, got = 0, needs = 0, sentence = '' }: OutlookGap) =>
    why === 'history'
      ? `至少需要 ${days(needs)}的历史，只有 ${days(got)}`
      : `无从学习（${sentence.replace(/\.$/, '')}）`
  return {
    charts: {
      time: '成为客户的时间',
      surviving: '仍在的比例',
      atRisk: '仍在观察的人数',
      survivalAbout: '阶梯曲线：仍在的客户比例及其区间；下方为仍在观察的人数。',
      leaving: '多半不会再来',
      staying: '会再来',
      leavingAbout: '每个阶段一条，分为多半不会再来的客户与会再来的客户。',
      contacted: '客户，风险价值从高到低',
      stakes: '占风险价值的比例',
      stakesAbout: '曲线：排在前面的客户占多少风险价值，一半处已标出。',
      reasons: '客户数',
      reasonsAbout: '柱形：以各原因为首要原因的客户数。',
      sinceFirst: '距首次下单的天数',
      fresh: '新进名单',
      ongoing: '仍在名单',
      cleared: '离开名单',
      alertsAbout: '每次运行一柱：向上为名单上的客户，分新进与仍在；向下为离开名单的客户。',
      ofThem: (part, all) => `${f.count(all)} 中 ${whole(part)}`,
      half: (n) => `一半：${customers(n)}`,
    },
    stage: (key) => STAGES[key] ?? key,
    reason: (key) => REASONS[key] ?? key,
    eyebrow: (source) => (source === undefined ? '谁在流失' : `谁在流失 · ${source}`),
    headline: ({ expected, current, horizon }) =>
      `${customers(current)}中约 ${whole(expected)} 位在 ${days(horizon)}内不会再来`,
    covers: ({ fit }) =>
      `用 ${f.date(fit.testCutoff ?? '')}已知的 ${customers(fit.testRows)}检验，其中 ${f.share(fit.testChurn)} 流失`,
    where: 'customers.csv 中有每位客户的概率与原因；alerts.csv 为预警名单。',
    keys: {
      current: '仍在的客户',
      expected: '预计流失',
      listed: '在预警名单上',
      atRisk: '风险价值',
      auc: '排序正确的客户对',
      share: '其中流失的比例',
    },
    leaving: {
      finding: ({ expected, current, horizon }) =>
        `仍在的 ${customers(current)}中，约 ${whole(expected)} 位多半在 ${days(horizon)}内不会下单`,
      caveat: (figures) =>
        beatsRecency(figures.fit)
          ? `对未见过的客户，模型比仅看距上次下单的天数更准（AUC ${aucOf(figures.fit)}）。`
          : `仅看距上次下单的天数也一样准：对未见过的客户，模型并不更好（AUC ${aucOf(figures.fit)}）。`,
      list: ({ listed, enter, listedRevenue, atRisk }) =>
        `预警名单上有 ${customers(listed)}：已超过自身节奏，且流失的概率达 ${f.share(enter)} 以上，至今消费 ${f.money(listedRevenue)}。${atRisk === null ? '' : `所有仍在客户的风险价值（概率 × 未来价值）为 ${f.money(atRisk)}。`}`,
      off: ({ expected, fit: { calibration } }) =>
        `对未见过的客户，预测 ${f.share(calibration.predicted)} 流失，实际 ${f.share(calibration.observed)}。照此推算，今天的客户中约 ${whole((expected * calibration.observed) / calibration.predicted)} 位会流失，而不是 ${whole(expected)} 位。`,
      early: ({ early }) =>
        `另有 ${customers(early)}概率同样高，但距上次下单尚未超过平时间隔，还谈不上逾期；其中多为新客户。`,
      lapsed: ({ customers: all, current, stages }) => {
        const n = all - current
        const back = n - (stages.find(({ stage }) => stage === 'lapsed')?.expected ?? n)
        return `另有 ${customers(n)}沉默超过自身节奏的四倍，预警已晚，其中约 ${whole(back)} 位仍可能在期限内下单。`
      },
      action: ({ listed, enter }, isListed) =>
        `趁还没走，先挽回：${customers(listed)}流失的概率达 ${f.share(enter)} 以上；${isListed ? '见 alerts.csv，按风险从高到低排列' : 'clientele churn 把名单写入 alerts.csv'}。`,
      read: '每条是客户按自身节奏所处的阶段：购买减少指频率减半，或沉默达平时间隔的两倍。鲜明的部分多半在期限内不会下单。',
      columns: {
        stage: '阶段',
        customers: '客户数',
        expected: '将流失',
        share: '占比',
        revenue: '至今消费',
        atRisk: '风险价值',
      },
    },
    contact: {
      finding: (half, current) =>
        `风险价值的一半系于 ${f.count(current)} 位中的 ${f.count(half)} 位：从他们开始`,
      action: (half) =>
        `先联系 customers.csv 中 stage 不是 lapsed、value_at_risk 最高的 ${customers(half)}；该列为流失概率 × 客户未来的价值。`,
      read: '客户按风险价值从高到低排列。直线表示人人相同时的情形。',
      note: '风险价值说明哪里值得关注，而不是联系有多大效果：请先随机抽取一部分试行，再作比较。',
      columns: { first: '前', atRisk: '风险价值', share: '占比' },
      first: (n) => customers(n),
    },
    reasons: {
      finding: (reason, n, of) => `${customers(of)}中有 ${f.count(n)} 位的首要原因是：${reason}`,
      read: '预警名单上每位客户的首要原因，即最能抬高概率的原因；由 SHAP 值得出，说同一件事的列合并计算。原因与流失相伴，是否导致流失要靠试验。',
      columns: { reason: '原因', customers: '客户数', share: '占比', atRisk: '风险价值' },
    },
    gains: {
      finding: (tenth, lift) =>
        `模型认为最可能流失的十分之一，包含 ${f.share(tenth)} 的流失客户，是随机抽取的 ${f.decimal(lift)} 倍`,
      read: '模型未见过的客户，按流失的可能性从高到低排列。直线表示碰运气。',
      columns: {
        part: '十分之几',
        customers: '客户数',
        left: '流失',
        lift: '为平均的倍数',
        gain: '累计覆盖',
      },
    },
    honest: {
      finding: (figures) => {
        const { predicted, observed } = figures.fit.calibration
        const said = `预测 ${f.share(predicted)}，实际流失 ${f.share(observed)}`
        if (isHonest(figures.fit)) return `概率可以照字面相信：${said}`
        return isSlanted(figures.fit) ? `概率有偏差：${said}` : `概率大致正确：${said}，但有的组有偏差`
      },
      detail: ({ fit: { calibration } }) => {
        const { slope, hosmerLemeshow: test } = calibration
        const line =
          slope === null
            ? ''
            : `斜率为 ${slope.toFixed(2)}：${slope < 0.9 ? '高的偏高，低的偏低' : slope > 1.1 ? '高的偏低，低的偏高' : '接近 1，概率既不夸大也不保守'}。`
        return `各组与预测的差距${test.p > 0.05 ? '可以' : '不能'}只用偶然解释（Hosmer–Lemeshow，p ${test.p < 0.001 ? '< 0.001' : `= ${test.p.toFixed(3)}`}）。${line}换一个季节，差距可能更大。`
      },
      read: '模型未见过的客户，按预测概率分为十组。点在直线上即为诚实；竖线为 95 % 区间。',
      columns: { foretold: '预测', came: '流失', low: '至少', high: '至多', customers: '客户数' },
    },
    rivals: {
      finding: (figures) =>
        beatsRecency(figures.fit)
          ? '模型比仅看距上次下单的天数更能看出谁会流失'
          : '模型并不优于距上次下单的天数：按天数排序也不会损失什么',
      text: '各模型都从较早的一天学习，在较晚的一天检验；客户与时段都未见过。',
      columns: {
        model: '预测方法',
        auc: 'AUC',
        interval: '95 % 区间',
        lift: '前十分之一的提升度',
        brier: 'Brier 分数',
      },
      model: (key) => MODELS[key] ?? key,
    },
    lives: {
      finding: (n, horizon, share, longest) =>
        n === horizon
          ? `半数以上的客户在首次下单之后就沉默了 ${days(horizon)}`
          : n === null
            ? `${days(longest)}之后，${f.share(share)} 的客户从未沉默满 ${days(horizon)}`
            : `半数客户在首次下单后 ${days(n)}内已沉默满 ${days(horizon)}`,
      read: (horizon) =>
        `尚未沉默满一个期限的客户比例，按距首次下单的天数与到来的年份；下方数字为仍在观察的客户。未满 ${days(horizon)}时，谁也不可能沉默满期限。数据第一年到来的客户也可能此前已是客户，数据无从得知。`,
      columns: { days: '天数', share: '仍在', low: '至少', high: '至多', followed: '仍在观察' },
    },
    methods: {
      heading: '方法',
      lines: ({ horizon, fit }) => [
        `流失指 ${days(horizon)}内没有订单。沉默更久而又回来的客户，按此定义也曾流失。`,
        `模型从 ${on(fit.trainCutoffs ?? [])}已知的客户学习，用 ${f.date(fit.testCutoff ?? '')}的客户检验；之后发生的事不参与。为今天的客户打分的模型，从 ${on(fit.finalCutoffs ?? [])}已知的客户学习。`,
        '梯度提升，80 棵树，每棵四片叶；用交叉验证概率上的 S 形函数校准。',
        '风险价值为流失概率 × 未来十二个月的价值（BG/NBD 与 Gamma-Gamma）。',
        '沉默超过自身下单间隔四倍的客户视为长期沉默，超过一倍即为逾期；没有间隔的客户以典型间隔代替。',
        ...fit.warnings.map(warning),
      ],
    },
    method: ({ horizon, fit }) =>
      `谁在流失：梯度提升，从 ${on(fit.trainCutoffs ?? [])}已知的客户学习，用 ${f.date(fit.testCutoff ?? '')}的客户检验；流失指 ${days(horizon)}内没有订单。`,
    gap: (gap) => `未给出谁在流失：${why(gap)}。`,
  }
}
