import { addDays } from '#shared/kernel/day'
import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'

interface Origin {
  readonly given: readonly string[]
  readonly family: readonly string[]
}

const origins: readonly Origin[] = [
  { given: ['Łucja', 'Świętosława', 'Michał', 'Jędrzej'], family: ['Źrebiec', 'Wójcik', 'Łódzka', 'Gąsior'] },
  {
    given: ['Ελένη', 'Νίκος', 'Δέσποινα', 'Γιώργος'],
    family: ['Παπαδάκη', 'Μαυρίδης', 'Κωστοπούλου', 'Θεοδώρου'],
  },
  { given: ['Олена', 'Тарас', 'Надія', 'Їжак'], family: ['Шевчук', 'Ковальчук', 'Ґалаґан', 'Бондар'] },
  { given: ['Милица', 'Стефан', 'Јелена', 'Ђорђе'], family: ['Петровић', 'Јовановић', 'Њежић', 'Живковић'] },
  {
    given: ['Þóra', 'Sigurður', 'Ásdís', 'Örn'],
    family: ['Jónsdóttir', 'Ægisson', 'Björnsdóttir', 'Þorsteinsson'],
  },
  { given: ['Işıl', 'Çağlar', 'Gülşen', 'Ömer'], family: ['Yıldız', 'Şahin', 'Özgür', 'Çelik'] },
  { given: ['Thị Hoa', 'Văn Đức', 'Minh Châu', 'Quốc Bảo'], family: ['Nguyễn', 'Trần', 'Phạm', 'Đặng'] },
  { given: ['Zoë', 'François', 'Maëlle', 'Anaïs'], family: ['Lefèvre', 'Côté', 'D’Aubigné', 'Garçon'] },
  {
    given: ['Jürgen', 'Käthe', 'Sören', 'Liselotte'],
    family: ['Weiß', 'Müller-Lüdenscheidt', 'Groß', 'Jäger'],
  },
  { given: ['Íñigo', 'Begoña', 'Ximena', 'Ángel'], family: ['Muñoz', 'Ibáñez Peña', 'Güell', 'Núñez'] },
  { given: ['Chiamaka', 'Olúṣẹ́gun', 'Ngozi', 'Adébáyọ̀'], family: ['Okonkwo', 'Adéyẹmí', 'Eze', 'Ọláwálé'] },
  {
    given: ['Priya', 'Arjun', 'Lakshmi', 'Rohan'],
    family: ['Raghunathan', 'Chatterjee', 'Iyer', 'Deshmukh'],
  },
  {
    given: ['Siobhán', 'Pádraig', 'Aoife', 'Tadhg'],
    family: ['O’Neill', 'Ní Bhriain', 'Mac Suibhne', 'Ó Dálaigh'],
  },
  { given: ['Haruto', 'Sakura', 'Yūki', 'Ren'], family: ['Satō', 'Kōno', 'Ōtsuka', 'Mori'] },
  { given: ['Fatima', 'Yusuf', 'Noor', 'Khalid'], family: ['Al-Masri', 'Haddad', 'Ben Youssef', 'Rahmani'] },
  { given: ['Sanne', 'Bram', 'Åsa', 'Grace'], family: ['van den Berg', 'Ångström', 'Mensah', 'Smith'] },
]

const regions = ['Capital', 'Coast', 'Highlands', 'Lakes', 'North', 'Islands'] as const

// Number ranges that Ofcom keeps for drama: nobody answers them.
const phoneRanges = [
  '+44 7700 900',
  '+44 1632 960',
  '+44 20 7946 0',
  '+44 113 496 0',
  '+44 114 496 0',
  '+44 115 496 0',
  '+44 116 496 0',
  '+44 117 496 0',
  '+44 121 496 0',
  '+44 131 496 0',
  '+44 141 496 0',
  '+44 151 496 0',
  '+44 161 496 0',
] as const

/** Who a client is. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly region: string
  readonly birthDate: CivilDay | ''
}

/** A person who does not exist. E-mail and phone are unique to the number (the phone below 13,000 clients). */
export function personOf(random: Random, number: number, joinedOn: CivilDay): Person {
  const origin = oneOf(random, origins)
  const name = `${oneOf(random, origin.given)} ${oneOf(random, origin.family)}`
  const ageDays = Math.round((18 + 60 * random.beta(1.6, 2.6)) * 365.25) + random.integer(365)
  const host = number % 2 === 0 ? 'example.com' : 'example.org'
  const hasEmail = random.next() > 0.02
  const hasPhone = random.next() > 0.15
  const hasBirthDate = random.next() > 0.03
  return {
    name,
    email: hasEmail ? `${latinWord(name)}.${number}@${host}` : '',
    phone: hasPhone ? phoneOf(number) : '',
    region: oneOf(random, regions),
    birthDate: hasBirthDate ? addDays(joinedOn, -ageDays) : '',
  }
}

function phoneOf(number: number): string {
  const range = phoneRanges[Math.floor(number / 1000)]
  return range === undefined ? '' : `${range}${String(number % 1000).padStart(3, '0')}`
}

function latinWord(name: string): string {
  const letters = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const word = letters.replaceAll(/[^a-z]/g, '')
  return word.length < 3 ? 'client' : word
}

/** One of a list, each with the same chance. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)] as Item
}
