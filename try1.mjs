import * as sql from 'clientele/sql'
import { summarize, toRows, cleanOrders, sortBy, segmentBy, groupMatrix, derive, rfm } from 'clientele'
import { readTable } from 'clientele/io'
const engine = await sql.duckdb()
const roles={customer:'customer_id',time:'ordered_at',order:'order_id',quantity:'quantity',price:'unit_price'}
const lines=await readTable('datasets/shop/order_lines.csv')
const or=cleanOrders(lines,roles).orders
const show=(n,got,want)=>{const a=toRows(got),b=toRows(want);const close=(x,y)=>x===y||(x instanceof Date&&y instanceof Date&&+x===+y)||(typeof x=='number'&&typeof y=='number'&&Math.abs(x-y)<=1e-9*Math.max(1,Math.abs(y)));const i=b.findIndex((r,i)=>Object.keys(r).some(k=>!a[i]||!close(a[i][k],r[k])));console.log(n,a.length,b.length,i<0&&a.length===b.length, String(got.schema.fields.map(String))===String(want.schema.fields.map(String)));if(i>=0)console.log(i,a[i],b[i]); else if(String(got.schema.fields.map(String))!==String(want.schema.fields.map(String)))console.log(got.schema.fields.map(String).filter((f,i)=>f!==String(want.schema.fields[i])).slice(0,5))}
const cu=sortBy(derive(rfm(summarize(or)),{half:r=>r.orders>5?null:r.orders/2, big:r=>r.revenue>100?true:r.revenue>50?false:null}),'customer_id')
await engine.upload('cust',cu)
const cust=sql.from(engine,{query:'select * from cust order by customer_id'})
const rules=[{name:'A',where:{orders:{from:5},days_since_last:{to:90}}},{name:"b'",where:{segment:{in:['Lost',null,'New']}}},{name:'c',where:{first_order:'2024-05-13',segment:{matches:/ing/}}},{name:'d',where:{last_order:{above:'2025-06-01',below:'2025-09-01T10:11:12Z'}}},{name:'e',where:{half:{missing:true}}},{name:'A',where:{half:{not:1},big:{notIn:[true]}}},{name:'f',where:{segment:{above:'Hib',to:'Promising'}}},{name:'g',where:{monetary_value:null}}]
show('segmentBy',await sql.segmentBy(cust,rules,{as:{segment:'tier'}}).toTable(),segmentBy(cu,rules,{as:{segment:'tier'}}))
for (const o of [{rows:'segment'},{rows:['segment','r'],columns:['big','half'],measures:{n:'count',rev:{sum:'revenue'},s:'share',sr:{shareOfRow:'revenue'},sc:'shareOfColumn',med:{median:'monetary_value'},mn:{mean:'monetary_value'},lo:{min:'revenue'},hi:{max:'revenue'},d:{distinct:'rfm'},cnt:{count:'monetary_value'},cx:{shareOfColumn:'monetary_value'}}}]) {
 const g=sql.groupMatrix(cust,o), w=groupMatrix(cu,o)
 for (const k of ['cells','matrix']) {show(`${k} ${JSON.stringify(o).slice(0,40)}`, await g[k].toTable(), w[k])}
}
await engine.close()
