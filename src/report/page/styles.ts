import { darkRules, palette } from '../palette.js'

const tones = (which: 'light' | 'dark') =>
  Object.entries(palette)
    .map(([name, tone]) => `--${name}:${tone[which]}`)
    .join(';')

/** The page's style sheet: one column, system type, figures of equal width, light, dark and printed. */
export const styles: string = `
:root{color-scheme:light dark;${tones('light')};--wash:#f6f8fb}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums lining-nums}
main,header,footer{max-width:49rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3.5rem}
.eyebrow{margin:0;color:var(--muted);font-size:.85rem;letter-spacing:.02em;overflow-wrap:anywhere}
h1{margin:.35rem 0 .2rem;font-size:clamp(1.9rem,6vw,2.8rem);line-height:1.12;letter-spacing:-.022em;font-weight:700;text-wrap:balance}
h2{margin:0 0 1.1rem;font-size:clamp(1.25rem,3.6vw,1.55rem);line-height:1.25;letter-spacing:-.012em;font-weight:650;text-wrap:balance;overflow-wrap:anywhere}
.period{margin:0;color:var(--muted)}
.keys{display:grid;grid-template-columns:repeat(3,1fr);gap:1.3rem 1.5rem;margin:2.2rem 0 0;padding:1.5rem 0 0;border-top:2px solid var(--ink)}
.keys div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
.keys dt{color:var(--muted);font-size:.85rem;line-height:1.3}
.keys dd{margin:0;font-size:1.6rem;line-height:1.2;font-weight:650;letter-spacing:-.015em}
.top{display:grid;grid-template-columns:1fr;gap:2.2rem;margin:2.6rem 0 0;padding:1.7rem 1.6rem 1.5rem;background:var(--wash);border-radius:12px}
.top h2{font-size:1.15rem;margin-bottom:.8rem}
.top ol{margin:0;padding:0;list-style:none;counter-reset:n}
.top li{counter-increment:n;position:relative;padding:.6rem 0 .6rem 2.1rem;border-top:1px solid var(--rule)}
.top li::before{content:counter(n);position:absolute;left:.15rem;color:var(--accent);font-weight:700}
.top a{color:inherit;text-decoration-color:var(--quiet);text-decoration-thickness:1.5px;text-underline-offset:.2em}
.top a:hover{text-decoration-color:var(--accent)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
.note{margin:.9rem 0 0;color:var(--muted);font-size:.9rem}
section{padding:3.4rem 0 0}
section>section{padding:0}
.chart svg{display:block;width:100%;height:auto;overflow:visible}
.chart{margin:0}
.chart.narrow{display:none}
.read{margin:1rem 0 0;color:var(--muted);font-size:.94rem;line-height:1.5}
.read b{color:var(--ink);font-weight:600}
details{margin-top:1rem}
summary{cursor:pointer;color:var(--accent);font-size:.94rem;width:max-content;max-width:100%}
.scroll{overflow-x:auto;margin-top:1rem;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;width:100%;font-size:.88rem;line-height:1.35}
th,td{padding:.45rem .7rem .45rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th:last-child,td:last-child{padding-right:0}
thead th{word-break:keep-all;color:var(--muted);font-weight:500;border-bottom-color:var(--muted);vertical-align:bottom}
tbody th{font-weight:550;min-width:5.5rem;max-width:16rem;overflow-wrap:break-word}
.n{text-align:right;white-space:nowrap}
thead .n{white-space:normal}
td:not(.n){min-width:9rem}
ul.plain{margin:0;padding:0 0 0 1.1rem}
ul.plain li{margin:.4rem 0;overflow-wrap:anywhere}
footer{margin-top:3.5rem;padding-top:1.2rem;padding-bottom:3rem;color:var(--muted);font-size:.85rem}
footer p{border-top:1px solid var(--rule);padding-top:1.2rem;margin:0}
@media (max-width:40rem){
body{font-size:16px}
header{padding-top:2rem}
.keys{grid-template-columns:repeat(2,1fr);gap:1rem}
.keys dd{font-size:1.35rem}
.top{margin-inline:-1.25rem;padding:1.4rem 1.25rem;border-radius:0}
.chart.wide{display:none}
.chart.narrow{display:block}
section{padding-top:2.6rem}
td:not(.n){min-width:15rem}
}
@media screen and (prefers-color-scheme:dark){
:root{${tones('dark')};--wash:#181e28}
${darkRules()}
}
@media print{
@page{margin:16mm 15mm}
body{font-size:10.5pt}
header{padding-top:0}
main,header,footer{max-width:none;padding-inline:0}
.top{background:none;border:1px solid var(--rule);padding:1rem}
section{padding-top:1.6rem;break-inside:auto}
h2{break-after:avoid;break-inside:avoid}
.chart,.keys,.top li,tr,.read,li{break-inside:avoid}
.chart,.read{break-before:avoid}
p,li{orphans:3;widows:3}
summary{display:none}
footer{margin-top:1.2rem;padding-bottom:0}
td:not(.n){min-width:11rem}
.chart.wide{display:block}
.chart.narrow{display:none}
.scroll{overflow:visible}
thead{display:table-header-group}
a{text-decoration:none}
}
`
