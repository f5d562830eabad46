// Numbers and days as people here write them. No figure is computed: a percentage is
// two counts until it is printed.

const whole = new Intl.NumberFormat('nl-NL', { maximumFractionDigits: 0 });
const months = ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli',
  'augustus', 'september', 'oktober', 'november', 'december'];

export const count = (value) => whole.format(value).replace('-', '−');

export const signed = (value) => (value > 0 ? '+' : '') + count(value);

// Tenths, half upwards, as the report prints them.
export function percent(part, total) {
  if (!(total > 0)) return undefined;
  const tenths = Math.floor((2000 * part + total) / (2 * total));
  return `${count(Math.floor(tenths / 10))},${tenths % 10}\u00A0%`;
}

// A day of the contract, whether told as text ('2024-10-31') or in parts.
export function dayOf(told) {
  if (!told) return undefined;
  if (typeof told === 'string') return told.slice(0, 10);
  const two = (part) => String(part).padStart(2, '0');
  return `${String(told.year).padStart(4, '0')}-${two(told.month)}-${two(told.day)}`;
}

export function day(told) {
  const text = dayOf(told);
  if (!text) return 'onbekend';
  const [year, month, date] = text.split('-').map(Number);
  return `${date} ${months[month - 1]} ${year}`;
}

export const shortDay = (told) => dayOf(told)?.split('-').reverse().join('-') ?? 'onbekend';

// Days since 1970, to place a day on a line.
export const dayNumber = (told) => Date.parse(`${dayOf(told)}T00:00:00Z`) / 86400000;

export const addDays = (told, days) =>
  new Date((dayNumber(told) + days) * 86400000).toISOString().slice(0, 10);

const clock = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam', year: 'numeric', month: 'long', day: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit',
});
export const instant = (told) => (told ? `${clock.format(new Date(told))} uur` : 'onbekend');

export const today = () => new Intl.DateTimeFormat('sv-SE',
  { timeZone: 'Europe/Amsterdam' }).format(new Date());

const half = (name) => /^(\d{4})-h([12])$/.exec(name ?? '');
export const halfYear = (name) => {
  const told = half(name);
  return told ? `${told[2] === '1' ? 'eerste' : 'tweede'} halfjaar ${told[1]}` : name;
};
export const halfYearOf = (told) => {
  const text = dayOf(told);
  return `${text.slice(0, 4)}-h${text.slice(5, 7) <= '06' ? 1 : 2}`;
};

export const some = (number, one, more) => `${count(number)} ${number === 1 ? one : more}`;
