// What a view shows: the content of a report that is kept, or of one that is composed
// for the moment: any day, by what was known at any moment. Composing is a report that
// is only tried (`validateOnly`): the rules of counting stay where they are.
import { get, list, send } from './rest.js';
import { dayOf, halfYearOf, today } from './notation.js';

const SOURCES = [['quotas', 'quota-revisions'], ['locations', 'location-revisions'],
  ['housing', 'housing-revisions'], ['reporting', 'report-revisions']];

export const provinces = async () => (await get('provinces')).provinces ?? [];

// The reports of a province and its regions, the newest first.
export async function reportsOf(province) {
  const reports = await list(`${province}/reports`, {}, 'reports');
  return reports.sort((a, b) => (a.createTime < b.createTime ? 1 : -1));
}

export const idOf = (name) => name.split('/').at(-1);

const isProvincial = (report) => report.spec.kind === 'REPORT_KIND_PROVINCIAL_REPORT' &&
  report.state !== 'STATE_DISCARDED';

// The latest moments at which something was recorded, the newest first. Undefined where
// the caller may not know.
export async function moments() {
  let writes;
  try {
    writes = (await Promise.all(SOURCES.map(async ([service, path]) =>
      ((await get(path, { pageSize: 200 })).revisions ?? []).map((write) => ({ service, ...write }))))).flat();
  } catch (problem) {
    if (problem.status === 403) return undefined;
    throw problem;
  }
  return writes.sort((a, b) => (a.recordTime < b.recordTime ? 1 : -1));
}

// The revision that every service stood at by a moment; 1 is before any write.
async function pinsAt(knownTime) {
  const pins = await Promise.all(SOURCES.map(async ([service, path]) => [`${service}Revision`,
    (await get(path, { knownTime, pageSize: 1 })).revisions?.[0]?.revision ?? '1']));
  return Object.fromEntries(pins);
}

// The content that the address asks for: {content, name, report, base, composed}.
// `name` is the report in which its figures open; of what is composed that of the
// newest report, in which a figure opens where it is the same.
export async function standOf({ p: province, verslag, dag, bekend }) {
  if (verslag) return kept(verslag);
  const reports = (await reportsOf(province)).filter(isProvincial);
  const newest = reports[0];
  if (!dag && !bekend) {
    if (newest) return kept(newest.name);
    dag = today();
  }
  const base = newest && await whole(newest.name);
  const spec = { ...await specOf(newest?.spec, dag), ...bekend && await pinsAt(bekend) };
  const report = await send(`${province}/reports`, {
    reportId: `proef-${crypto.randomUUID()}`, report: { spec }, validateOnly: true });
  return { report, content: report.content, name: newest?.name, base, composed: true };
}

// Contents are sealed and large: one that was read is asked for again only when its digest
// in the list of reports is another. How the report stands is read each time.
const read = new Map();
async function whole(name) {
  const before = read.get(name);
  const now = before && (await reportsOf(name.split('/reports/')[0]).catch(() => []))
    .find((one) => one.name === name);
  if (now && now.contentSha256 === before.contentSha256) return { ...now, content: before.content };
  const report = await get(name);
  if (read.size > 3) read.clear();
  read.set(name, report);
  return report;
}

async function kept(name) {
  const report = await whole(name);
  return { report, content: report.content, name, composed: false };
}

async function specOf(from, asked) {
  const day = dayOf(asked ?? from?.asOfDate ?? today());
  const same = from && day === dayOf(from.asOfDate);
  return {
    kind: 'REPORT_KIND_PROVINCIAL_REPORT', asOfDate: day,
    cycle: from?.cycle ?? (await get('cycles')).cycles?.at(-1)?.name,
    ruleSet: from?.ruleSet ?? (await get('rule-sets')).ruleSets?.at(-1)?.name,
    ukraineDate: from ? dayOf(from.ukraineDate) : day,
    halfYear: same ? from.halfYear : halfYearOf(day),
    placementsDate: same ? dayOf(from.placementsDate) : day,
  };
}

const camel = (text) => text.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

// A figure by its name; undefined when it is unknown.
export function valueOf(figures, metric) {
  const [duty, name] = metric.split('.');
  const value = figures?.[camel(duty)]?.[camel(name)];
  // These two are told as nothing when they are 0.
  return value ?? (name.endsWith('transferred_place_count') ? 0 : undefined);
}

export const subjectOf = (row) => row.municipality ?? row.subject;

// A row of a subject, of the scope itself, a region or a municipality.
export const rowOf = (content, subject) => [content.total, ...(content.regions ?? []),
  ...content.municipalities].find((row) => subjectOf(row) === subject);

// The municipalities as the report has them: by region, each with its sum.
export function byRegion(content) {
  const regions = content.regions ?? [];
  const groups = regions.map((sum) => ({ sum, rows: content.municipalities.filter(
    (row) => row.region === sum.subject) }));
  const others = content.municipalities.filter(
    (row) => !regions.some((sum) => sum.subject === row.region));
  return others.length ? [...groups, { rows: others }] : groups;
}
