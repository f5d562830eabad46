// Runs in a browser, behind tests/support/page_faults.js: shows `page`, which is in
// `language`, in frames of three widths and tells in the title what is wrong with it.

// What holds for a printed page alone: it leads within itself, and its numbers have names.
function faultsOf(view, doc, width) {
  const faults = pageFaults(view, doc, width, language);
  const add = (what, list) => {
    if (list.length) faults.push(`${width}: ${what} (${list.length}: ${list[0]})`);
  };
  add('verwijzing', [...doc.querySelectorAll('a[href^="#"]')]
    .filter((a) => !doc.getElementById(a.hash.slice(1))).map((a) => a.hash));
  add('getal zonder naam', [...doc.querySelectorAll('td.num')]
    .filter((td) => /^[+−]?[\d.]+( ?%)?$/.test(td.textContent) && !td.dataset.figure)
    .map((td) => td.textContent));
  return faults;
}

const widths = [375, 768, 1280];
const faults = [];
let done = 0;
for (const width of widths) {
  const frame = document.createElement('iframe');
  frame.style = `width:${width}px;height:900px;border:0`;
  frame.srcdoc = page;
  frame.onload = () => {
    faults.push(...faultsOf(frame.contentWindow, frame.contentDocument, width));
    done += 1;
    if (done === widths.length) {
      document.title = `DONE ${done} breedten: ${faults.sort().join('; ') || 'in orde'}`;
    }
  };
  document.body.append(frame);
}
