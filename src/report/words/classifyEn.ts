import type { Format } from '../format.js'
import type { ClassifyWords } from './classifyWords.js'

/** English. */
export function classifyEn(f: Format): ClassifyWords {
  return {
    charts: {
      contacted: 'Customers, most probable first',
      found: 'Share of those who did',
      lift: 'Lift over all customers',
      part: 'Part of customers, 1 is the best',
      falsePositives: 'Share of those who did not that is taken',
      truePositives: 'Share of those who did that is found',
      foretold: 'Foretold probability',
      came: 'How often it came true',
      profit: 'Profit',
      importance: 'Importance',
      liftAbout:
        'A curve of how many of those who did it are among the customers with the highest probability, and bars of lift.',
      rocAbout: 'A curve of how many of those who did are found against how many others are taken with them.',
      calibrationAbout:
        'Points of how often it came against how often it was foretold, with their intervals.',
      profitAbout: 'A curve of profit by how many customers are contacted; the best point is marked.',
      importanceAbout: 'Bars of how important each feature is to the prediction.',
      gain: (share, found) => `the first ${f.share(share)} hold ${f.share(found)}`,
      times: (lift) => `${f.decimal(lift)} ×`,
      best: (share, profit) => `best: ${f.share(share)}, ${f.money(profit)}`,
    },
  }
}
