import type { DriverWords } from './driverWords.js'

/** 中文的原因说明。 */
export const driverZh: DriverWords = {
  silence: (since, gap) => {
    const silent = since === 0 ? '今天刚下单' : `已 ${count(since)} 天未下单`
    if (Number.isNaN(gap)) return silent
    const usual = `平时间隔 ${count(Math.round(gap))} 天`
    const times = since / gap
    return times >= 1.5 ? `${silent}，是${usual}的 ${rounded(times)} 倍` : `${silent}，${usual}`
  },
  falling: (what, trend, days) => {
    const name = what === 'orders' ? '订单' : '消费'
    if (trend <= -1) return `最近 ${days} 天没有${name}，此前 ${days} 天有`
    if (trend >= 1) return `${name}都在最近 ${days} 天，此前 ${days} 天没有`
    const change = Math.round(100 * ((1 + trend) / (1 - trend) - 1))
    return `最近 ${days} 天${name}${change < 0 ? '下降' : '上升'} ${Math.abs(change)} %`
  },
  orders: (n, days) => (n === 1 && days === undefined ? '只下过一单' : `${within(days)}${count(n)} 个订单`),
  spent: (amount, days) => `${within(days)}消费 ${rounded(Math.round(amount))}`,
  anOrder: (amount) => `平均每单 ${rounded(Math.round(amount))}`,
  products: (n, where) => {
    if (where === 'all') return `共买过 ${count(n)} 种商品`
    return where === 'last' ? `最近一单 ${count(n)} 种商品` : `${within(where.days)}买过 ${count(n)} 种商品`
  },
  returns: (n) => (n > 0 ? `${count(n)} 次退货` : '没有退货'),
  discounts: (share) => `${Math.round(100 * share)} % 的购买有折扣`,
  lateLast: '最近一次送货迟到',
  late: (n) => (n > 0 ? `${count(n)} 次送货迟到` : '没有送货迟到'),
  unresolvedLast: '最近一单之后有未解决的服务工单',
  unresolved: (n) => `${count(n)} 个未解决的服务工单`,
  tickets: (n) => (n > 0 ? `${count(n)} 个服务工单` : '没有服务工单'),
  contacts: (n, responses) =>
    `${count(n)} 次营销联系${Number.isNaN(responses) ? '' : `，${count(responses)} 次回应`}`,
  channel: (name) => (name === null ? '下单渠道不明' : `下单渠道为 ${name}`),
  tenure: (days) => `成为客户已 ${count(days)} 天`,
  value: (name, value) => `${name} 为 ${value}`,
  missing: (name) => `${name} 缺失`,
  between: '；',
}

function within(days: string | undefined): string {
  return days === undefined ? '累计' : `最近 ${days} 天`
}

function count(n: number): string {
  return Number.isNaN(n) ? '未知数目的' : n.toLocaleString('en-US')
}

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 })
}
