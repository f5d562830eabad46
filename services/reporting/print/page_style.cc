#include "services/reporting/print/page_style.h"

namespace opvang::reporting {

const char kPageStyle[] = R"(
:root{--ink:#16222e;--soft:#4f5a65;--line:#d5dbe1;--paper:#fff;--tint:#f3f6f9;
--solid:#154273;--light:#6d9fcb;--pale:#b9d3ea;--mark:#c8380f;--warn:#fff4d6;--warn-line:#9a7500;
--hatch:repeating-linear-gradient(135deg,var(--light) 0 6px,var(--pale) 6px 10px)}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
a{color:#01608f}
a:focus-visible,.scroll:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem;z-index:1}
.top{background:var(--solid);color:#fff;padding:1.75rem 0 1.4rem}
.wrap{max-width:72rem;margin:0 auto;padding:0 1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:0}
h1 span{display:block;font-size:1.05rem;font-weight:400;margin-bottom:.3rem}
.top p{margin:.4rem 0 0}
.banner{background:var(--ink);color:#fff;font-weight:600;padding:.5rem 0}
.banner p{max-width:72rem;margin:0 auto}
h2{font-size:1.4rem;line-height:1.25;margin:2.75rem 0 .75rem;padding-top:1rem;border-top:3px solid var(--solid)}
h3{font-size:1.05rem;margin:1.5rem 0 .4rem}
p{max-width:46rem;margin:.5rem 0}
.answer{font-size:1.3rem;line-height:1.4;max-width:58rem;margin:1.5rem 0 1.25rem}
.warning{background:var(--warn);border-left:5px solid var(--warn-line);padding:.6rem 1rem;margin:.6rem 0;max-width:none}
dl.key{display:grid;grid-template-columns:repeat(5,1fr);gap:.9rem;margin:1rem 0 .5rem}
dl.key>div{display:flex;flex-direction:column;background:var(--tint);border-top:4px solid var(--solid);padding:.7rem .9rem}
dl.key dt{color:var(--soft);font-size:.92rem}
dl.key dd{margin:0}
dl.key .v{font-size:1.85rem;font-weight:700;line-height:1.25;font-variant-numeric:tabular-nums}
dl.key .e{font-size:.87rem;color:var(--soft)}
dl.small{grid-template-columns:repeat(4,1fr);margin:1.25rem 0}
dl.small>div{border-top:0;border-left:4px solid var(--light);padding:.45rem .9rem}
dl.small .v{font-size:1.3rem}
.track{position:relative;height:1.1rem;background:var(--tint);border:1px solid var(--line);min-width:5.5rem}
.head{margin:1.25rem 0 0}.head .track{height:2.4rem}
.track i{position:absolute;top:0;bottom:0;left:0;display:block}
.track .light{background:var(--hatch)}
.track .solid{background:var(--solid)}
.track .mark{width:3px;margin-left:-1.5px;background:var(--mark);top:-4px;bottom:-4px}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.25rem;font-size:.9rem;color:var(--soft);margin:.5rem 0 0;padding:0;list-style:none}
.legend b{display:inline-block;width:1.1rem;height:.8rem;margin-right:.4rem;vertical-align:-.05rem}
.legend .s{background:var(--solid)}.legend .t{background:var(--hatch)}
.legend .p{background:var(--pale);border:1px dashed var(--light)}
.legend .m{background:var(--mark);width:3px;height:1.1rem;margin-left:.4rem;vertical-align:-.25rem}
.legend .w{background:#fbe9c4;border:1px solid var(--warn-line)}
figure{margin:1.75rem 0}figcaption{font-weight:600;margin-bottom:.5rem}
table.bars td.chart{width:48%}
table.bars th,table.bars td{border-bottom:0;padding:.16rem .5rem;vertical-align:middle}
table.bars tr.group th{padding-top:.7rem}
table.bars thead th,table.bars thead td{border-bottom:1px solid var(--line)}
.steps{position:relative;padding:0 0 1.6rem 3.4rem}
.steps svg{display:block;width:100%;height:15rem;background:var(--paper);border-bottom:1px solid var(--soft)}
.steps span{position:absolute;font-size:.82rem;color:var(--soft);white-space:nowrap;font-variant-numeric:tabular-nums}
.steps .y{left:0;width:3rem;text-align:right;transform:translateY(-50%)}
.steps .x{bottom:0;transform:translateX(-50%)}
.falls{font-size:.92rem;margin:.5rem 0 0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.5rem}
.falls b{font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto;margin:.9rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0 .5rem}
th,td{padding:.38rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th,thead td{background:var(--tint);border-bottom:2px solid var(--solid);font-weight:600;vertical-align:bottom}
td.num,th.num{text-align:right;white-space:nowrap}td.day{white-space:nowrap}thead th.num{white-space:normal}
tbody th{font-weight:400}thead th.wide{width:34%}
tr.group th{font-weight:700;padding-top:.9rem;color:var(--solid)}
tr.subtotal th,tr.subtotal td{font-weight:600;background:var(--tint)}
tr.total th,tr.total td{font-weight:700;background:#e3eaf1;border-top:2px solid var(--solid)}
.sign{border:1px solid var(--line);padding:.8rem 1rem;max-width:34rem;margin:1rem 0;break-inside:avoid}
.sign dl{margin:.6rem 0 0}.sign dl div{display:flex;gap:1rem;margin:.9rem 0 0}.sign dt{width:8rem;color:var(--soft)}
.sign dd{margin:0;flex:1;border-bottom:1px solid var(--ink);min-height:1.4rem}
section>ul,section>ol{max-width:46rem;margin:.5rem 0;padding-left:1.6rem}
.note{color:var(--soft);font-size:.9rem}
nav ol{columns:2;column-gap:2rem;padding-left:0;list-style:none;margin:.5rem 0}
nav li{margin:.15rem 0;break-inside:avoid}nav .pg{display:none}
footer{margin:3rem auto 2rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
th,td{overflow-wrap:break-word}td.long{overflow-wrap:anywhere;min-width:8em}
@media screen and (max-width:48rem){
dl.key{grid-template-columns:1fr 1fr;gap:.6rem}dl.key>div:nth-child(1){grid-column:1/-1}
dl.small>div:nth-child(1){grid-column:auto}dl.small{grid-template-columns:1fr 1fr}
nav ol{columns:1}h1{font-size:1.5rem}dl.key .v{font-size:1.5rem}dl.small .v{font-size:1.2rem}
.answer{font-size:1.1rem}
table.bars,table.bars thead,table.bars tbody,table.bars caption{display:block}table.bars{font-size:.88rem}
table.bars tr{display:grid;grid-template-columns:minmax(0,1fr) 5.2rem 4.9rem 3.1rem;align-items:end}
table.bars tr.group{display:block}
table.bars th,table.bars td,table.bars thead th{padding:.15rem 0;background:none}
table.bars thead tr{border-bottom:2px solid var(--solid);font-size:.7rem}
table.bars thead td.chart{display:none}
table.bars tbody th{font-size:.95em}
table.bars tbody td.chart{grid-column:1/-1;grid-row:2;width:auto;padding:0 0 .5rem}.head .track{height:1.8rem}
.steps svg{height:12rem}
table.wordy,table.wordy tbody,table.wordy tr,table.wordy th,table.wordy td{display:block;text-align:left;border:0}
table.wordy caption{display:block}
table.wordy thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.wordy tr{border-left:4px solid var(--light);background:var(--tint);margin:.6rem 0;padding:.3rem .5rem}
table.wordy th,table.wordy td{padding:.15rem .3rem;white-space:normal;overflow-wrap:anywhere}
table.wordy tbody th{font-weight:600}
table.wordy td.none{display:none}
table.wordy td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
@media print{@page{size:A4;margin:16mm 12mm 14mm;font:7.5pt "DejaVu Sans",sans-serif;color:#4f5a65}html{font-size:9pt}body{font-size:1rem;line-height:1.35}
nav{break-inside:avoid}nav h2{margin-top:.6rem}nav ol{columns:1}nav li{display:flex;gap:.5rem;margin:0}nav li a{flex:1;color:inherit;text-decoration:none}nav .pg{display:inline}nav ol{font-size:8.5pt}
h2{font-size:12pt;margin:1rem 0 .35rem;padding-top:.35rem;border-top-width:2px}h3{font-size:9.5pt;margin:.5rem 0 .15rem}p{margin:.2rem 0;max-width:none}.scroll{margin:.35rem 0}figure{margin:.6rem 0}.note{font-size:7pt}
.top{background:none;color:var(--ink);padding:0}
.banner{background:none;color:var(--ink);border:2px solid var(--ink);padding:.3rem;margin:.5rem 0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.scroll{overflow:visible}table{font-size:6.9pt;line-height:1.25}th,td{padding:.09rem .28rem}thead th,thead td{padding:.2rem .28rem}tr,h2,h3,dl.key>div,figure.steps-figure{break-inside:avoid}
thead{display:table-header-group}h2,h3,caption,figcaption{break-after:avoid}
td.num,th.num{white-space:normal}thead th.wide{width:auto}dl.key .v{font-size:14pt}dl.small .v{font-size:11pt}.answer{font-size:12pt}
dl.key .e,dl.key dt{font-size:8pt}.steps svg{height:11rem}.track{height:.7rem}.head .track{height:1.4rem}
table.bars th,table.bars td{padding:.06rem .3rem}}
)";

}  // namespace opvang::reporting
