import type { Format } from '../format.js'
import type { ClassifyWords } from './classifyWords.js'

/** 中文。 */
export function classifyZh(f: Format): ClassifyWords {
  return {
    charts: {
      contacted: '客户，按概率从高到低',
      found: '占全部发生者的比例',
      lift: '提升度：是总体平均的多少倍',
      part: '客户分组，1 为最高',
      falsePositives: '未发生者中被选中的比例',
      truePositives: '发生者中被找到的比例',
      foretold: '预测概率',
      came: '实际发生的比例',
      profit: '利润',
      importance: '重要性',
      liftAbout: '曲线：概率最高的客户中包含多少发生者；柱形：各组的提升度。',
      rocAbout: '曲线：找到多少发生者，与同时选中多少未发生者。',
      calibrationAbout: '点：实际发生的频率与预测的概率，附区间。',
      profitAbout: '曲线：利润随联系客户的多少而变，最佳点已标出。',
      importanceAbout: '柱形：每个特征对预测的重要性。',
      gain: (share, found) => `前 ${f.share(share)} 的客户包含 ${f.share(found)}`,
      times: (lift) => `${f.decimal(lift)} 倍`,
      best: (share, profit) => `最佳：${f.share(share)}，${f.money(profit)}`,
    },
  }
}
