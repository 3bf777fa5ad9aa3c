/** Plans such as a service sells: real places and sizes, invented ids and prices. */
import type { DataAmount, Plan } from '../bindings'

type Term = [count: number, unit: 'days' | 'months']

const catalogue: Plan[] = [
  plan('Europe 1 GB', 'EUROPE', 1, [7, 'days'], '4.50'),
  plan('Europe 5 GB', 'EUROPE', 5, [30, 'days'], '14.00'),
  plan('Europe 20 GB', 'EUROPE', 20, [30, 'days'], '36.90'),
  plan('Europe Unlimited Weekend', 'EUROPE', 'unlimited', [3, 'days'], '19.90'),
  plan('World Explorer', 'GLOBAL', 3, [30, 'days'], '29.00'),
  plan('Global 10 GB', 'GLOBAL', 10, [30, 'days'], '79.00'),
  plan('Österreich Gästekarte', 'AT', 3, [7, 'days'], '6.90'),
  plan('Österreich Gästekarte Plus', 'AT', 10, [1, 'months'], '15.90'),
  plan('Zürich & Umgebung', 'CH', 2, [5, 'days'], '11.50', 'CHF'),
  plan('Deutschland für unterwegs', 'DE', 5, [30, 'days'], '12.00'),
  plan('Türkiye Starter', 'TR', 1, [7, 'days'], '5.20'),
  plan('Türkiye 10 GB', 'TR', 10, [30, 'days'], '21.00'),
  plan('Côte d’Ivoire 2 GB', 'CI', 2, [15, 'days'], '18.75'),
  plan('USA 5 GB', 'US', 5, [30, 'days'], '17.50', 'USD'),
  plan('USA Unlimited', 'US', 'unlimited', [14, 'days'], '42.00', 'USD'),
  plan('Japan 3 GB', 'JP', 3, [15, 'days'], '1890', 'JPY'),
  plan('México 5 GB', 'MX', 5, [30, 'days'], '19.00', 'USD'),
  plan('Åland & Suomi', 'FI', 8, [1, 'months'], '13.40'),
  plan('Partner special GX-4', null, 1, [24, 'days'], '7.00'),
  plan(
    'Asia Pacific Business Traveller with Hotspot, Priority Network Access and Extended Validity for Conferences',
    'ASIA',
    50,
    [12, 'months'],
    '245.00',
  ),
]

/** What a careless service may send: no words to break, no price, no data, right-to-left, a very odd currency. */
const careless: Plan[] = [
  plan(`EU_DATA_${'X'.repeat(90)}`, 'NOT_A_PLACE', 5, [30, 'days'], '14.000000'),
  { ...plan('خطة السفر العالمية', 'AE', 10, [30, 'days'], '123456789.99', 'AED'), pricePerGb: null },
  {
    ...plan('<b>Europe</b> & "friends"', 'EUROPE', 'unknown', [1, 'days'], '3.10'),
    price: null,
    pricePerGb: null,
    pricePerDay: null,
  },
  {
    ...plan('No time stated', 'BR', 'unlimited', [1, 'days'], '9.90', 'QQQ'),
    duration: null,
    days: null,
    pricePerDay: null,
  },
  { ...plan('   ', null, 'unknown', [365, 'days'], '0.00'), pricePerGb: null },
  plan('A thousandth', 'MG', 0.001, [1, 'days'], '0.005'),
]

export function plans(ugly: boolean): Plan[] {
  return structuredClone(ugly ? [...careless, ...catalogue] : catalogue)
}

/** The same plan a little dearer, as when a service changes prices during the day. */
export function dearer(plan: Plan, by = 1): Plan {
  return {
    ...plan,
    price: plan.price && { ...plan.price, amount: (Number(plan.price.amount) + by).toFixed(2) },
  }
}

function plan(
  name: string,
  footprint: string | null,
  data: number | 'unlimited' | 'unknown',
  [count, unit]: Term,
  amount: string,
  currency = 'EUR',
): Plan {
  const gigabytes = typeof data === 'number' ? data : null
  const days = unit === 'days' ? count : count * 30
  const each = gigabytes && (Number(amount) / gigabytes).toFixed(2)
  return {
    id: `plan-${name.trim().toLowerCase().replaceAll(/\W+/g, '-').slice(0, 40)}`,
    name,
    footprint,
    data: amountOf(data),
    megabytes: gigabytes && gigabytes * 1000,
    duration: { count, unit },
    days,
    price: { amount, currency },
    pricePerGb: each ? { amount: each, currency } : null,
    pricePerDay: { amount: (Number(amount) / days).toFixed(2), currency },
    favourite: name === 'Europe 5 GB',
  }
}

function amountOf(data: number | 'unlimited' | 'unknown'): DataAmount {
  return typeof data === 'number' ? { kind: 'amount', amount: String(data), unit: 'GB' } : { kind: data }
}
