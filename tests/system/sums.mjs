// Reads the printed JSON of the sample and adds it up again, on its own.
import { readFileSync } from 'node:fs';

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
let checks = 0;
function same(what, got, wanted) {
  checks += 1;
  if (got !== wanted) throw new Error(`${what}: ${got}, niet ${wanted}`);
}

const wanted = {
  'memo-2024-10-31': { target: 6325, guaranteed: 3864, intended: 5882 },
  'verslag-2024-11-01': { target: 6325, guaranteed: 3864, intended: 5699 },
  'plan-2024': { target: 3000, guaranteed: 1980, intended: 3180 },
};
for (const [name, sums] of Object.entries(wanted)) {
  const report = read(name);
  const total = report.total.figures;
  same(`${name} opgave`, total.asylum.targetPlaceCount, sums.target);
  same(`${name} gegarandeerd`, total.asylum.guaranteedPlaceCount, sums.guaranteed);
  same(`${name} met voornemens`, total.asylum.intendedPlaceCount, sums.intended);
  // Every total is the sum of its rows, figure by figure; regions likewise.
  for (const duty of ['asylum', 'ukraine', 'statusHolders']) {
    for (const figure of Object.keys(total[duty])) {
      const add = (rows) =>
        rows.reduce((sum, row) => sum + (row.figures[duty][figure] ?? 0), 0);
      same(`${name} ${duty}.${figure}`, add(report.municipalities), total[duty][figure]);
      for (const region of report.regions) {
        same(`${name} ${region.subject} ${figure}`,
          add(report.municipalities.filter((row) => row.region === region.subject)),
          region.figures[duty][figure] ?? 0);
      }
    }
  }
  // What counts is the sum of its locations; the rest carries a reason.
  for (const row of report.municipalities) {
    let counted = 0;
    for (const site of row.sites) {
      for (const group of site.groups) counted += group.countedPlaceCount;
      for (const places of site.uncounted) {
        same(`${row.displayName} ${site.displayName} heeft een reden`,
          places.uncountedReasons.length > 0 && places.placeCount > 0, true);
      }
    }
    // Beside its locations it counts what it borrows or lends.
    for (const transfer of report.transfers ?? []) {
      if (transfer.counting !== 'guaranteed') continue;
      if (transfer.receiver === row.municipality) counted += transfer.placeCount;
      if (transfer.giver === row.municipality) counted -= transfer.placeCount;
    }
    // Where no place is known nothing is counted, and that is no 0.
    const known = row.sites.some((site) => site.places.length > 0) ||
      (row.nilFacts ?? []).some((nil) => nil.subject === 'SUBJECT_ASYLUM');
    same(`${row.displayName} telt op`, row.figures.asylum.guaranteedPlaceCount,
      known ? counted : undefined);
  }
}

// The published municipal figures.
const memo = read('memo-2024-10-31');
const asylum = (code) =>
  memo.municipalities.find((row) => row.municipality === `municipalities/${code}`).figures.asylum;
same('Zwolle', asylum('gm0193').targetPlaceCount, 717);
same('Zwolle amv', asylum('gm0193').targetAmvCount, 61);
same('Kampen', asylum('gm0166').targetPlaceCount, 308);
same('Zwartewaterland', asylum('gm1896').targetPlaceCount, 139);
same('Enschede', asylum('gm0153').targetPlaceCount, 638);
same('Hof van Twente', asylum('gm1735').targetPlaceCount, 209);
same('Hof van Twente amv', asylum('gm1735').targetAmvCount, 18);

// In the memo's state every published percentage is the computed one; in the
// report's state the memo's 93 % no longer is, and says so.
same('memo', memo.comparisons.every((one) => one.outcome === 'equal'), true);
const report = read('verslag-2024-11-01');
same('afwijkend', report.comparisons.filter((one) => one.outcome === 'different')
  .map((one) => one.stated.percent).join(), '93');
console.log(`${checks} optellingen kloppen`);
