import type { Format } from '../format.js'
import type { OutcomeWords, QualityName } from './outcomeWords.js'

const FIGURES: Readonly<Record<QualityName, string>> = {
  auc: '排序正确的客户对（AUC）',
  aucWeighted: '同上，按类别频率加权',
  accuracy: '预测正确的比例',
  f1: 'F1',
  logLoss: '对数损失（越低越好）',
  brier: 'Brier 分数（越低越好）',
  ks: 'Kolmogorov–Smirnov 距离',
  topDecileLift: '前十分之一的提升度',
  topFifthGain: '前五分之一所含的比例',
  rmse: '均方根误差',
  mae: '平均绝对误差',
  r2: '解释的方差比例（R²）',
}

/** What Simplified Chinese says of an outcome. */
export function outcomeZh(f: Format): OutcomeWords {
  const customers = (n: number) => `${f.count(n)} 位客户`
  return {
    eyebrow: (source) => `是怎样的客户${source === undefined ? '' : ` · ${source}`}`,
    headline: (what, rows, share) =>
      share === null ? `${what}，共 ${customers(rows)}` : `${what}：${customers(rows)}中占 ${f.share(share)}`,
    covers: (features, missing) =>
      `从 ${f.count(features)} 列中学习${missing > 0 ? `；${customers(missing)}没有结果，只作预测，不参与学习` : ''}`,
    where: 'customers.csv 中有每位客户的概率，以及所在的树叶。',
    keys: {
      customers: '客户数',
      share: '占比',
      ordered: '排序正确的客户对',
      topLift: '前十分之一的提升度',
      kinds: '客户类型数',
      explained: '解释的方差',
      accuracy: '预测正确',
    },
    kinds: {
      finding: (rule, n, share, lift) =>
        `最常见于“${rule}”：这 ${customers(n)}中占 ${f.share(share)}，是全体的 ${f.decimal(lift)} 倍`,
      number: (rule, n, mean, all) => `“${rule}”最高：这 ${customers(n)}为 ${mean}，全体为 ${all}`,
      several: (leaves) => `客户可分为 ${f.count(leaves)} 类`,
      one: '这些列中没有能区分客户的问题',
      act: (rule, n) => `先看“${rule}”的 ${customers(n)}`,
      read: '每一行缩进表示上一行之中的一群客户。条形表示该结果的比例，虚线为全体客户。不再细分的群颜色较深。',
      columns: {
        rule: '客户类型',
        customers: '客户数',
        support: '占比',
        predicted: '多为',
        share: '出现该结果的比例',
        lift: '为全体的倍数',
        mean: '均值',
      },
    },
    drivers: {
      finding: (features, share) => `影响最大的是${features.join('、')}：占模型所学的 ${f.share(share)}`,
      read: '条形越长，模型从这一列学到的越多。它表示与结果相伴，而不是导致结果。',
      columns: { feature: '列', share: '占所学的比例' },
    },
    lift: {
      finding: (tenth, fifth) =>
        `联系最可能的十分之一客户，可覆盖 ${f.share(tenth)} 的目标客户；前五分之一含 ${f.share(fifth)}`,
      read: '客户按可能性从高到低排列，由未见过他们的模型给出。直线表示随机联系的效果。',
      columns: {
        part: '十分之几',
        customers: '客户数',
        responders: '出现该结果',
        rate: '比例',
        lift: '为全体的倍数',
        gain: '累计覆盖',
      },
    },
    quality: {
      binary: (auc) => `对两位未见过的客户，模型一百次中有 ${f.count(Math.round(auc * 100))} 次排对先后`,
      classes: (accuracy) => `对未见过的客户，模型预测正确 ${f.share(accuracy)}`,
      number: (r2) =>
        r2 === null ? '这个数无法预测' : `对未见过的客户，模型解释了 ${f.share(Math.max(0, r2))} 的差异`,
      tree: (difference) =>
        difference < 0.01 ? '可读的决策树效果相近。' : '决策树便于阅读，但预测较差；请使用提升模型的概率。',
      leak: (features) =>
        `仅凭${features.join('、')}几乎就能断定结果。这好得不可信：它多半是事后才知道的。请用 --without 去掉后重新运行。`,
      read: '点越靠近直线，概率越可以照字面相信。',
      columns: { figure: '对未见过的客户', boosting: '提升模型', interval: '95 % 区间', tree: '决策树' },
      figure: (name) => FIGURES[name],
    },
    methods: {
      heading: '方法',
      lines: [
        '决策树：CART，到树叶最多四个问题，用交叉验证剪枝到与最优相差一个标准误之内的最小树。',
        '概率：梯度提升，100 棵树，每棵 15 片叶，学习率 0.05。',
        '质量：客户分成五份，每份由从其余四份学到的模型预测。区间由重抽样得到。',
        '缺失值也是一种回答：它走向更合适的一边。',
      ],
    },
  }
}
