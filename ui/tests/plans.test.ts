import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../src/backend/bindings'
import { fakeFromAddress } from '../src/backend/fake'
import { boxSize, codeSize, onGrid } from '../src/lib/code-size'
import { Format } from '../src/lib/format'
import { countries } from '../src/lib/countries'
import { placeNames } from '../src/lib/places'
import { footprintNames, planOrders, search } from '../src/lib/find-plans'
import { fold } from '../src/lib/plans'
import { Catalogue } from '../src/state/catalogue.svelte'
import { words } from '../src/state/words.svelte'

async function catalogue(address = ''): Promise<Catalogue> {
  const read = new Catalogue(fakeFromAddress(new URLSearchParams(`pace=fast&${address}`)))
  await read.read()
  return read
}

async function found(query: string): Promise<string[]> {
  const read = await catalogue()
  read.query = query
  return read.shown.map((plan) => plan.name)
}

beforeAll(() => words.use('en', 'en-GB'))

describe('searching plans', () => {
  it.each([
    ['osterreich', 'Österreich Gästekarte'],
    ['TÜRKİYE', 'Türkiye Starter'],
    ['turkiye', 'Türkiye Starter'],
    ['cote d’ivoire', 'Côte d’Ivoire 2 GB'],
    ['aland', 'Åland & Suomi'],
    ['finland', 'Åland & Suomi'],
    ['austria', 'Österreich Gästekarte'],
  ])('finds %s without its accents, and by the country’s own name', async (query, name) => {
    expect(await found(query), 'staff type what is on their keyboard').toContain(name)
  })

  it.each([
    ...['5gb', '5 GB', '5 g', 'europe 5gb', '5gb EUROPE', '  5gb  ', '5 gb europe', '5 Europe', '5europe'],
    ...['30days europe 5', '5 europe 30 days', '5 Eurpoe'],
  ])('finds a size written as "%s"', async (query) => {
    expect(await found(query), 'with or without a space, in any order').toContain('Europe 5 GB')
  })

  it('ranks amount of data before days, and whole numbers before parts of one', () => {
    const of = (name: string, gigabytes: string, days: number): Plan => ({
      ...({ id: name, name, footprint: 'EU', price: null, pricePerGb: null, days, favourite: false } as Plan),
      data: { kind: 'amount', amount: gigabytes, unit: 'GB' },
      duration: { count: days, unit: 'days' },
      megabytes: Number(gigabytes) * 1000,
    })
    const all = [
      of('Europe A', '3', 15),
      of('Europe B', '15', 30),
      of('Europe C', '50', 30),
      of('Europe D', '3', 5),
      of('Europe E', '5', 30),
      of('Europe F', '2.5', 7),
    ]
    const text = (plan: Plan) =>
      `${plan.name} ${'amount' in plan.data ? plan.data.amount : ''} GB, ${plan.days} days`
    const ranked = (query: string) =>
      search(all, query, [], text, () => '')
        .map(({ name }) => name.at(-1))
        .join('')
    expect(ranked('europe 5'), '5 GB, 5 days, 50 GB, then 5 somewhere').toBe('EDCBFA')
    expect(ranked('europe 5gb'), 'a unit is part of the number').toBe('EBF')
    expect(ranked('15')).toBe('BA')
    expect(ranked('europe'), 'without a number the order stays').toBe('ABCDEF')
  })

  it('puts a word as it was typed before one that only begins so, and that before one in the middle', async () => {
    const names = await found('us')
    expect(names.slice(0, 2), 'the country’s code').toEqual(['USA 5 GB', 'USA Unlimited'])
    expect(await found('asia')).toEqual([
      'Asia Pacific Business Traveller with Hotspot, Priority Network Access and Extended Validity for Conferences',
    ])
  })

  it('ranks the words before the number: the place that was asked for, then its size', async () => {
    expect((await found('europe 20'))[0]).toBe('Europe 20 GB')
    expect((await found('t 10'))[0], 'Türkiye begins with it').toBe('Türkiye 10 GB')
  })

  it('finds a place by its English name, too, as guests say it', async () => {
    await words.use('de', 'de-DE')
    expect(await found('turkey')).toContain('Türkiye Starter')
    expect(await found('germany')).toEqual(['Deutschland für unterwegs'])
    await words.use('en', 'en-GB')
  })

  it.each([
    ['jpaan', 'two letters that changed places'],
    ['japn', 'one that is missing'],
    ['jappan', 'one too many'],
    ['jaqan', 'another one'],
  ])('forgives %s: %s', async (typed) => {
    expect(await found(typed)).toEqual(['Japan 3 GB'])
  })

  it('forgives nothing where something fits, no number and no short word', async () => {
    expect(await found('japan'), 'and not Jordan besides').toEqual(['Japan 3 GB'])
    expect(await found('jap 7')).toEqual([])
    expect(await found('xx')).toEqual([])
  })

  it('wants every word', async () => {
    expect(await found('europe japan'), 'no plan is both').toEqual([])
  })

  it('folds text to what can be compared', () => {
    expect(fold('Ünlimited 10  GB')).toBe('unlimited 10gb')
  })

  it('shows all plans again when search and filters are cleared', async () => {
    const read = await catalogue()
    read.query = 'nothing like this'
    read.toggle({ kind: 'place', place: 'Europe' })
    read.showAll()
    expect(read.shown, 'clearing is one press').toHaveLength(read.plans.length)
  })

  it('suggests filters for frequent places and for sizes, and places widen the choice', async () => {
    const read = await catalogue()
    const places = read.filters.flatMap((filter) => (filter.kind === 'place' ? [filter.place] : []))
    expect(places[0], 'the place with most plans comes first').toBe('Europe')
    read.toggle({ kind: 'place', place: 'Europe' })
    read.toggle({ kind: 'place', place: 'Austria' })
    const both = read.shown.length
    read.toggle({ kind: 'large' })
    expect(both, 'two places show the plans of both').toBe(6)
    expect(read.shown.length, 'a size narrows them').toBeLessThan(both)
  })

  it('has a filter for each length of stay, of which one holds at a time, and every plan has its place', async () => {
    const read = await catalogue()
    const lengths = (['short', 'middle', 'long'] as const).map((kind) => {
      expect(read.filters).toContainEqual({ kind })
      read.toggle({ kind })
      const days = read.shown.map((plan) => plan.days ?? NaN)
      expect(read.chosen, 'the one before makes room').toEqual([{ kind }])
      return [Math.min(...days), Math.max(...days), days.length]
    })
    expect(lengths.map(([least]) => least)).toEqual([3, 14, 30])
    expect(lengths.map(([, most]) => most)).toEqual([7, 24, 360])
    expect(lengths.reduce((sum, [, , count = 0]) => sum + count, 0)).toBe(read.plans.length)
    read.toggle({ kind: 'long' })
    expect(read.chosen, 'pressed again, it goes').toEqual([])
  })
})

describe('favourites', () => {
  it('stand first when plans are read', async () => {
    const read = await catalogue()
    expect(read.plans[0]?.name, 'what is sold daily is at hand').toBe('Europe 5 GB')
  })

  it('stay in place while the list is looked at, and move up with the next sale', async () => {
    const read = await catalogue()
    const last = read.plans.at(-1) as Plan
    await read.setFavourite(last, true)
    expect(read.plans.at(-1)?.favourite, 'a row does not jump from under the hand').toBe(true)
    read.startAgain()
    expect(
      read.plans.indexOf(read.plans.find(({ id }) => id === last.id) as Plan),
      'now it is among the first',
    ).toBe(1)
  })

  it('lose their mark again, and say so, when it was not kept', async () => {
    const read = await catalogue('fail=setFavourite:settings_file')
    const last = read.plans.at(-1) as Plan
    await read.setFavourite(last, true)
    expect(read.plans.at(-1)?.favourite, 'the star shows what is stored').toBe(false)
    expect(read.failure?.kind, 'and the reason is told').toBe('settings_file')
  })
})

describe('what is sold', () => {
  it('stands after the favourites, what is sold most and latest first', async () => {
    const fake = fakeFromAddress(new URLSearchParams('pace=fast'))
    const all = new Catalogue(fake)
    await all.read()
    const [usa, japan] = ['USA 5 GB', 'Japan 3 GB'].map((name) =>
      all.plans.find((plan) => plan.name === name),
    )
    fake.soldLately = [
      { plan: usa?.id ?? '', weight: 700 },
      { plan: japan?.id ?? '', weight: 2500 },
    ]
    await all.read()
    const first = () => all.shown.slice(0, 3).map(({ name }) => name)
    expect(first()).toEqual(['Europe 5 GB', 'Japan 3 GB', 'USA 5 GB'])
    if (usa) for (let sale = 0; sale < 2; sale++) all.noteSale(usa)
    expect(first(), 'no row jumps while it is looked at').toEqual(['Europe 5 GB', 'Japan 3 GB', 'USA 5 GB'])
    all.startAgain()
    expect(first(), 'with the next sale it has moved').toEqual(['Europe 5 GB', 'USA 5 GB', 'Japan 3 GB'])
  })
})

describe('sorting', () => {
  it('never compares two currencies, and leaves what is not known for the end', async () => {
    const read = await catalogue('ugly')
    read.order = 'price'
    const prices = read.shown.map(({ price }) => price)
    const currencies = prices.map((price) => price?.currency ?? '')
    expect(
      currencies.filter((one, at) => one !== currencies[at - 1]).length,
      'each currency is one block',
    ).toBe(new Set(currencies).size)
    expect(currencies[0], 'the most frequent first').toBe('EUR')
    expect(currencies.at(-1), 'without a price last').toBe('')
    const euros = prices.filter((price) => price?.currency === 'EUR').map((price) => Number(price?.amount))
    expect(euros).toEqual(euros.toSorted((one, other) => one - other))
  })

  it('puts most data and most days first, unlimited before all', async () => {
    const read = await catalogue()
    read.order = 'data'
    expect(read.shown[0]?.data.kind).toBe('unlimited')
    read.order = 'days'
    expect(read.shown[0]?.days).toBe(360)
  })

  it('holds for what is searched, and every order has a name', async () => {
    const read = await catalogue()
    read.query = 'europe'
    read.order = 'per_gb'
    expect(read.shown[0]?.name, '1.85 a GB').toBe('Europe 20 GB')
    for (const order of planOrders) expect(words.t.sell.orders[order]).not.toBe('')
  })
})

describe('awkward plans', () => {
  it('show without a price, a size or a time where the service gave none', async () => {
    const read = await catalogue('ugly')
    const told = read.plans.map((plan) => Object.values(read.wordsOf(plan)).join(' '))
    for (const text of told) expect(text, 'no hole in the text').not.toMatch(/undefined|null|NaN/)
    expect(told.join(' '), 'a missing price is said').toContain('No price')
    for (const plan of read.plans)
      expect(read.wordsOf(plan).place, 'what has no name is told from others').not.toBe('')
  })

  it('say nothing twice, also where the reader’s language is not the name’s', async () => {
    const read = await catalogue()
    const [first] = read.plans
    const plan = { ...(first as Plan), footprint: 'EUROPE', duration: { count: 30, unit: 'days' as const } }
    const named = (name: string) =>
      read.wordsOf({ ...plan, data: { kind: 'amount', amount: '5', unit: 'GB' }, name })
    await words.use('de', 'de-DE')
    try {
      expect(named('Europe 5 GB, 30 days').detail).toBe('30 Tage')
      expect(named('Europe 5 GB, 30 days, no calls').detail, 'what is more').toContain('no calls')
    } finally {
      await words.use('en', 'en-GB')
    }
  })

  it('keep the service’s name where its code means nothing to us', async () => {
    const read = await catalogue()
    const special = read.plans.find((plan) => plan.footprint === null) as Plan
    expect(read.wordsOf(special).place, 'no country is invented').toBe('Partner special GX-4')
  })
})

describe('money', () => {
  const german = new Format('de-DE')

  it('is written as the country does, never losing a digit', () => {
    expect(
      german.money({ amount: '12345678901234567.89', currency: 'EUR' }),
      'a float would round this',
    ).toBe('12.345.678.901.234.567,89\u00a0€')
    expect(german.money({ amount: '0.005', currency: 'EUR' }), 'a price to pay is not rounded').toBe(
      '0,005\u00a0€',
    )
    expect(german.money({ amount: '1890', currency: 'JPY' }), 'yen have no cents').toBe('1.890\u00a0¥')
  })

  it('with a currency nobody knows is shown as it came', () => {
    expect(german.money({ amount: '5.00', currency: 'not money' })).toBe('5.00 not money')
  })
})

describe('footprints in a filter', () => {
  const plans = (footprint: string, ...names: string[]) => names.map((name) => ({ footprint, name }) as Plan)

  it('are called as the engine names them', () => {
    const names = footprintNames(plans('JP', 'Nippon 1 GB', 'Nippon 3 GB'), placeNames('de'))
    expect(names.get('JP'), 'the reader’s language comes first').toBe('Japan')
  })

  it('are called as most of their plans begin where the engine knows no name', () => {
    const apac = plans(
      'APAC',
      'Asia-Pacific 1 GB, 7 days',
      'Asia-Pacific monthly',
      'Asia-Pacific 20 GB',
      'Other',
    )
    expect(footprintNames(apac, placeNames('en')).get('APAC'), 'one odd name changes nothing').toBe(
      'Asia-Pacific',
    )
  })

  it('have no name of their own where their plans share none', () => {
    const odd = plans('X-1', 'World Explorer', 'Cruise and Ferry 200 MB')
    expect(footprintNames(odd, placeNames('en')).has('X-1'), 'nothing is invented').toBe(false)
    expect(
      footprintNames(plans('X-2', 'Alone 1 GB'), placeNames('en')).has('X-2'),
      'one plan is no group',
    ).toBe(false)
  })
})

describe('places', () => {
  it('are named in the reader’s language, codes of any case included', () => {
    expect(placeNames('de').name('tr'), 'a country').toBe('Türkei')
    expect(placeNames('de').name('GLOBAL'), 'a region').toBe('Welt')
    expect(placeNames('en').name('WHO_KNOWS'), 'a code nobody knows').toBeNull()
  })

  it('list each country of today once', () => {
    const codes = countries('en').map(({ code }) => code)
    expect(codes, 'no former country').not.toContain('SU')
    expect(codes, 'no union').not.toContain('EU')
    expect(codes).toContain('DE')
    expect(new Set(codes).size, 'none twice').toBe(codes.length)
  })
})

describe('the size of a code', () => {
  it.each([
    [800, 41, 1],
    [801.5, 41, 1.25],
    [640, 45, 2],
  ])(
    'in %d px for %d modules at factor %d is a whole number of pixels per module',
    (available, modules, factor) => {
      const side = codeSize(available, modules, factor)
      expect((side * factor) / modules, 'an uneven module is hard to read').toBeCloseTo(
        Math.round((side * factor) / modules),
      )
      expect(side, 'it fits').toBeLessThanOrEqual(available)
    },
  )

  it.each([
    [1300, 33, 1, 3780],
    [1300, 33, 2, 7560],
    [900, 45, 1.5, 3000],
  ])(
    'is no more than 30 cm of glass: %d px, %d modules, factor %d, %d px to a metre',
    (room, modules, factor, metre) => {
      const side = (codeSize(room, modules, factor, metre) * factor) / metre
      expect(side).toBeLessThanOrEqual(0.3)
      expect(side, 'and not much less').toBeGreaterThan(0.27)
      expect(codeSize(room, modules, factor) * factor, 'where nothing is known of the glass').toBeGreaterThan(
        side * metre,
      )
    },
  )

  it('is nothing where not even one pixel a module fits', () => {
    expect(codeSize(30, 41, 1)).toBe(0)
  })

  it.each([1, 1.25, 1.5, 2, 3])('has all edges on the grid at factor %d', (factor) => {
    for (let available = 200; available < 800; available += 7.3) {
      const side = boxSize(codeSize(available, 37, factor), factor)
      expect(side, 'it fits').toBeLessThanOrEqual(available)
      for (const edge of [onGrid(10.3, factor), side]) {
        expect(edge * factor, 'a whole pixel of the screen').toBeCloseTo(Math.round(edge * factor))
        if (Number.isInteger(factor)) {
          expect(edge, 'the web view keeps sixty-fourths, not thirds').toBe(Math.round(edge))
        }
      }
    }
  })
})
