import { fromRows } from 'clientele'

/** Weeks in remission of 42 children under 6-mercaptopurine or a placebo (Freireich et al. 1963, as in Gehan 1965). */
const treated = [6, 6, 6, 7, 10, 13, 16, 22, 23]
const stillWell = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

export const gehan = fromRows([
  ...treated.map((weeks) => ({ weeks, relapse: true, group: '6-MP' })),
  ...stillWell.map((weeks) => ({ weeks, relapse: false, group: '6-MP' })),
  ...placebo.map((weeks) => ({ weeks, relapse: true, group: 'placebo' })),
])
