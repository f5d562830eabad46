// Where a municipality stands on the map: its CBS code, north above and west left. Boundaries
// of which the licence and the size fit this tree were not found, and a reader of a table of
// places needs no more than who lies beside whom. So each is one tile of the same size,
// which no large and empty municipality outweighs. Made of the places of the municipalities
// by the least sum of squares between place and tile; Overijssel, Groningen and Flevoland
// are laid out by hand.
const LAID_OUT = {
  // Groningen
  'provinces/pv20': `
    ---- 1966 1979 ----
    1969 0014 1952 1895
    ---- 0047 0765 1950
    ---- ---- 0037 ----
  `,
  // Friesland
  'provinces/pv21': `
    0093 0060 1970 0088
    0096 1949 1891 0059
    0072 0080 0737 0090
    ---- 1900 0086 0085
    ---- 1940 0074 0098
  `,
  // Drenthe
  'provinces/pv22': `
    1699 1730 1680
    1701 0106 1681
    0119 1731 0114
    1690 0118 0109
  `,
  // Overijssel
  'provinces/pv23': `
    ---- 1708 ---- ---- ---- ---- ----
    0166 1896 0180 ---- 0160 ---- ----
    ---- 0193 0148 0175 1700 0183 1774
    ---- 1773 0177 0163 0189 0141 0173
    ---- 0150 ---- 1742 1735 0147 0168
    ---- ---- ---- ---- 0158 0164 0153
  `,
  // Flevoland
  'provinces/pv24': `
    0184 0171
    0995 0303
    0034 0050
  `,
  // Gelderland
  'provinces/pv25': `
    ---- ---- 0243 0230 0269 0244 ---- ---- ----
    ---- 0273 0233 0302 0232 0246 0285 ---- ----
    ---- 0267 0203 0228 0200 0213 0301 0262 1859
    0216 0279 0289 0274 0277 0275 0221 1876 1586
    0214 0281 1740 1734 0202 0293 1955 0222 0294
    1960 0668 0225 0209 1705 0226 0299 1509 0197
    0297 0263 0296 0252 0268 1945 ---- ---- ----
  `,
  // Utrecht
  'provinces/pv26': `
    0736 ---- 0317 0308 0313 ----
    ---- 1904 0310 0342 0307 0327
    0632 0335 0344 0355 0351 0339
    0589 0356 0321 0312 1581 0345
    0331 1961 0353 0352 ---- 0340
  `,
  // Noord-Holland
  'provinces/pv27': `
    ---- ---- 0448 ---- ---- ----
    ---- 0400 1911 ---- ---- ----
    ---- ---- 0441 0432 0498 0388
    0399 0373 1980 0420 0405 0532
    0383 0450 0361 1598 ---- ----
    0453 0396 0880 0439 0385 ----
    0377 0375 0479 0431 0852 ----
    0473 0392 0363 0415 0384 0406
    0397 0394 0362 0437 1942 0376
    ---- 0358 0451 1696 0402 0417
  `,
  // Zuid-Holland
  'provinces/pv28': `
    ---- ---- 0575 1525 0553 0534 ---- ----
    ---- 0629 0537 0579 0547 1884 0569 ----
    ---- 0518 0626 0546 0638 0484 1901 ----
    1783 0603 1916 1926 0637 0627 0513 ----
    0556 1842 0503 1621 0502 1892 1931 ----
    1992 0622 0606 0599 0542 0597 0482 1978
    ---- 1930 0613 0489 0531 0590 0523 0512
    ---- 1924 ---- 1963 0642 0505 0610 ----
  `,
  // Zeeland
  'provinces/pv29': `
    ---- 1695 1676 ----
    0717 0687 0664 0716
    0718 0654 0678 0703
    1714 0715 ---- 0677
  `,
  // Noord-Brabant
  'provinces/pv30': `
    ---- 1719 0779 1959 0797 0796 0828 1721 1982
    ---- 1709 0826 0809 0867 0865 0845 1991 0755
    0851 1655 0784 0766 0824 0757 1948 1659 1652
    1674 0777 0758 0785 0855 0753 0848 0820 0794
    0748 0840 0879 1723 0798 0823 0772 1771 0762
    0873 ---- 0744 1667 1728 0861 0866 1658 0743
    ---- ---- ---- ---- 0770 1724 0858 1706 0847
  `,
  // Limburg
  'provinces/pv31': `
    ---- 0944 ----
    ---- 0907 0893
    ---- 0984 1507
    ---- 1894 0983
    0946 1640 0889
    0988 1641 0957
    1883 1711 1669
    0971 0888 0899
    0938 1954 0882
    0994 0986 0917
    0935 0965 0928
    1903 1729 0981
  `,
};

// Column and row of each municipality of a province, from 1, and how many columns it has.
export function layoutOf(province) {
  const lines = (LAID_OUT[province] ?? '').trim().split('\n').map((line) => line.trim().split(' '));
  const tiles = new Map(lines.flatMap((line, y) => line.map((code, x) => [`municipalities/gm${code}`, [x + 1, y + 1]])));
  return { columns: lines[0].length, tileOf: (municipality) => tiles.get(municipality) };
}
