import { describe, expect, it } from 'vitest'
import { guessFields } from '#src/identify/fields/guessFields'

/** Values that look like each kind. */
const LOOKS: { readonly [kind: string]: readonly string[] } = {
  given_name: ['Ann', 'Bob'],
  surname: ['Lee', 'Ray'],
  full_name: ['Ann Lee', 'Bob Ray'],
  email: ['ann@x.org', 'bob@y.org'],
  phone: ['+49 30 123456', '030 765432'],
  date_of_birth: ['1980-02-13', '1991-12-01'],
  street: ['High Street 1', 'Mill Lane 2'],
  street_number: ['1', '2'],
  postcode: ['10115', '80331'],
  city: ['Leeds', 'York'],
  id: ['1234567', '7654321'],
  text: ['Acme', 'Bolt'],
  exact: ['f', 'm'],
  none: ['a1', 'b2'],
}

const guessed = (columns: { readonly [column: string]: string }) =>
  Object.fromEntries(
    guessFields(Object.keys(columns), (name) => LOOKS[columns[name]!]!).map(({ column, kind }) => [
      column,
      kind ?? 'none',
    ]),
  )

describe('columns as other systems export them', () => {
  it.each<[string, { [column: string]: string }]>([
    [
      'camel case',
      {
        FirstName: 'given_name',
        LastName: 'surname',
        MobilePhone: 'phone',
        MailingStreet: 'street',
        MailingPostalCode: 'postcode',
        MailingCity: 'city',
        Birthdate: 'date_of_birth',
        CreatedDate: 'none',
      },
    ],
    [
      'titles',
      {
        'First Name': 'given_name',
        'Last Name': 'surname',
        'Phone Number': 'phone',
        'Street Address': 'street',
        City: 'city',
        'Postal Code': 'postcode',
        'Date of birth': 'date_of_birth',
      },
    ],
    [
      'a shop',
      {
        Email: 'email',
        'Default Address Address1': 'street',
        'Default Address Zip': 'postcode',
        'Default Address Company': 'text',
      },
    ],
    [
      'German',
      {
        Vorname: 'given_name',
        Nachname: 'surname',
        Straße: 'street',
        Hausnummer: 'street_number',
        PLZ: 'postcode',
        Ort: 'city',
        Geburtsdatum: 'date_of_birth',
        Telefon: 'phone',
        'E-Mail': 'email',
      },
    ],
    ['French', { prénom: 'given_name', nom: 'surname', ville: 'city', 'code postal': 'postcode' }],
    ['one name', { customer_name: 'full_name', customer_email: 'email', customer_id: 'none' }],
  ])('%s', (_, columns) => {
    expect(guessed(columns)).toEqual(columns)
  })
})

it('the same evidence is used once', () => {
  expect(guessed({ billing_city: 'city', shipping_city: 'city', country: 'exact' })).toEqual({
    billing_city: 'city',
    shipping_city: 'none',
    country: 'none',
  })
  expect(guessed({ country: 'exact', surname: 'surname' })).toEqual({ country: 'exact', surname: 'surname' })
})

it("'name' beside a surname is a given name", () => {
  expect(guessed({ name: 'full_name', surname: 'surname' })).toEqual({
    name: 'given_name',
    surname: 'surname',
  })
})

it('contents that speak against a name win, and telling contents without a name', () => {
  expect(guessed({ mail: 'exact', phone: 'text', contact_1: 'email', contact_2: 'phone' })).toEqual({
    mail: 'none',
    phone: 'none',
    contact_1: 'email',
    contact_2: 'phone',
  })
})

it('at most ten fields, those that tell most', () => {
  const many = Object.fromEntries(
    ['ssn', 'email', 'email_2', 'phone', 'phone_2', 'dob', 'street', 'zip', 'city', 'sex', 'state'].map(
      (name) => [
        name,
        {
          ssn: 'id',
          email: 'email',
          email_2: 'email',
          phone: 'phone',
          phone_2: 'phone',
          dob: 'date_of_birth',
        }[name] ?? { street: 'street', zip: 'postcode', city: 'city', sex: 'exact', state: 'text' }[name]!,
      ],
    ),
  )
  expect(guessed(many)).toEqual({ ...many, sex: 'none' })
  const guesses = guessFields(['name', ...Object.keys(many)], (column) => LOOKS[many[column] ?? 'full_name']!)
  // A full name is split into two.
  expect(guesses.filter(({ kind }) => kind !== undefined)).toHaveLength(9)
})
