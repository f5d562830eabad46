// Where a municipality stands on the map: column, row. Boundaries of which the licence and
// the size fit this tree were not found, and a reader of a table of places needs no more
// than who lies beside whom. So each is one tile of the same size, which no large and
// empty municipality outweighs, laid out by hand by rough position: north above, west
// left, neighbours beside each other where seven columns allow it.
export const TILES = {
  'provinces/pv23': {
    'municipalities/gm1708': [2, 1], // Steenwijkerland
    'municipalities/gm0166': [1, 2], // Kampen
    'municipalities/gm1896': [2, 2], // Zwartewaterland
    'municipalities/gm0180': [3, 2], // Staphorst
    'municipalities/gm0160': [5, 2], // Hardenberg
    'municipalities/gm0193': [2, 3], // Zwolle
    'municipalities/gm0148': [3, 3], // Dalfsen
    'municipalities/gm0175': [4, 3], // Ommen
    'municipalities/gm1700': [5, 3], // Twenterand
    'municipalities/gm0183': [6, 3], // Tubbergen
    'municipalities/gm1774': [7, 3], // Dinkelland
    'municipalities/gm1773': [2, 4], // Olst-Wijhe
    'municipalities/gm0177': [3, 4], // Raalte
    'municipalities/gm0163': [4, 4], // Hellendoorn
    'municipalities/gm0189': [5, 4], // Wierden
    'municipalities/gm0141': [6, 4], // Almelo
    'municipalities/gm0173': [7, 4], // Oldenzaal
    'municipalities/gm0150': [2, 5], // Deventer
    'municipalities/gm1742': [4, 5], // Rijssen-Holten
    'municipalities/gm1735': [5, 5], // Hof van Twente
    'municipalities/gm0147': [6, 5], // Borne
    'municipalities/gm0168': [7, 5], // Losser
    'municipalities/gm0158': [5, 6], // Haaksbergen
    'municipalities/gm0164': [6, 6], // Hengelo
    'municipalities/gm0153': [7, 6], // Enschede
  },
};

// Of a province without a layout: by name, row by row.
export const COLUMNS = 7;

export function tileOf(province, municipality, i) {
  const known = TILES[province];
  return known ? known[municipality] : [(i % COLUMNS) + 1, Math.floor(i / COLUMNS) + 1];
}
