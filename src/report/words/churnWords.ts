import type { Labels } from './words.js'

/** What charts of who leaves say. */
export interface ChurnWords {
  readonly charts: Labels<'time' | 'surviving' | 'atRisk' | 'survivalAbout'>
}

/** English. */
export const churnEn: ChurnWords = {
  charts: {
    time: 'Time as a customer',
    surviving: 'Share still there',
    atRisk: 'Still followed',
    survivalAbout:
      'Falling steps of the share of customers still there, with their interval; below, how many are still followed.',
  },
}

/** 中文。 */
export const churnZh: ChurnWords = {
  charts: {
    time: '成为客户的时间',
    surviving: '仍在的比例',
    atRisk: '仍在观察的人数',
    survivalAbout: '阶梯曲线：仍在的客户比例及其区间；下方为仍在观察的人数。',
  },
}
