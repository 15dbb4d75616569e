import type { Role } from '../table/metadata.js'

/** Names that columns of a role go by, best first; within a line they are equally good. */
export interface Hints {
  readonly names: readonly (readonly string[])[]
  /** A name that contains one of these words is something else. */
  readonly avoid: readonly string[]
}

const split = (text: string): string[] => text.split(',').map((name) => name.trim())

/** 'customer id', 'customer no', … for each thing that can have an identifier. */
function identifiers(things: string): string[] {
  const ids = split('id,ids,no,nr,number,num,code,key,ref,#,nummer,numero,n,编号,号,号码,代码')
  return split(things).flatMap((thing) =>
    ids.flatMap((id) => [`${thing} ${id}`, `${id} ${thing}`, `${id} de ${thing}`, `${thing}${id}`]),
  )
}

const PEOPLE =
  'customer,cust,client,buyer,shopper,member,user,account,contact,household,donor,guest,subscriber,kunde,kunden,kaufer,mitglied,acheteur,adherent,membre,cliente,comprador,socio,usuario,客户,顾客,会员,用户,买家,消费者,客人'
const ORDERS =
  'order,invoice,transaction,receipt,basket,ticket,sale,purchase,bestell,bestellung,rechnung,rechnungs,auftrag,auftrags,beleg,bon,commande,facture,achat,pedido,factura,compra,venta,recibo,订单,发票,交易,小票,流水,单据'

/** What columns are called in English, German, French, Spanish and Chinese, without accents. */
export const hints: Readonly<Record<Role, Hints>> = {
  time: {
    names: [
      split(
        'order date,ordered at,ordered on,order time,order datetime,order timestamp,invoice date,purchase date,purchased at,transaction date,transaction time,sale date,placed at,paid at,payment date,date of purchase,bestelldatum,rechnungsdatum,kaufdatum,belegdatum,auftragsdatum,bestellt am,date commande,date de commande,date facture,date de facture,date achat,date d achat,fecha pedido,fecha de pedido,fecha compra,fecha de compra,fecha factura,fecha de factura,下单时间,下单日期,订单日期,订单时间,购买日期,购买时间,交易日期,交易时间,支付时间,付款时间,成交时间,消费时间,消费日期',
      ),
      split(
        'date,datum,fecha,日期,datetime,timestamp,created at,created,created on,zeitpunkt,zeitstempel,horodatage,创建时间',
      ),
      split('time,day,when,tag,zeit,jour,heure,dia,hora,时间'),
    ],
    avoid: split(
      'delivery,delivered,promised,shipped,shipping,birth,birthday,due,updated,modified,cancelled,refunded,refund,registered,signup,lieferdatum,geburtsdatum,lieferung,livraison,naissance,entrega,nacimiento,发货,收货,生日,出生,送达,退款,注册',
    ),
  },
  customer: {
    names: [
      identifiers(PEOPLE),
      split(PEOPLE),
      split('email,e mail,mail,email address,phone,telefon,telephone,telefono,邮箱,手机,手机号,电话'),
    ],
    avoid: split(
      'country,city,region,since,age,type,note,notes,comment,segment,status,group,gender,zip,class,level,tier,land,stadt,ort,pays,ville,pais,ciudad,国家,城市,地区,等级,类型,性别,年龄',
    ),
  },
  order: {
    names: [identifiers(ORDERS), split(`${ORDERS},单号`)],
    avoid: split('date,time,status,type,line,amount,total,value,datum,fecha,日期,时间,金额,状态,总额,总价'),
  },
  amount: {
    names: [
      split(
        'amount,line total,line amount,order total,order amount,order value,total amount,total price,amount paid,revenue,turnover,extended price,dollar value,betrag,gesamtbetrag,umsatz,gesamtpreis,rechnungsbetrag,bestellwert,zeilensumme,montant,montant total,chiffre d affaires,prix total,importe,importe total,monto,monto total,precio total,金额,总金额,销售额,实付金额,订单金额,支付金额,成交金额,交易金额,付款金额,消费金额,总价,实付款',
      ),
      split(
        'total,sales,value,spend,spent,paid,net amount,gross amount,price paid,summe,wert,valeur,ca,ventas,valor,总额',
      ),
      split('subtotal,小计'),
    ],
    avoid: split(
      'discount,tax,vat,shipping,refund,refunded,rate,fee,cost,unit,id,count,number,rabatt,steuer,mwst,versand,remise,tva,frais,descuento,iva,envio,折扣,优惠,税,运费,退款,成本',
    ),
  },
  quantity: {
    names: [
      split(
        'quantity,qty,quantity ordered,units,pieces,menge,anzahl,stuckzahl,stuck,quantite,qte,cantidad,unidades,cant,数量,件数,购买数量,商品数量,销售数量',
      ),
    ],
    avoid: split('stock,returned,retour,lager,库存,退货'),
  },
  price: {
    names: [
      split(
        'unit price,price each,item price,price per unit,einzelpreis,stuckpreis,preis pro stuck,prix unitaire,precio unitario,precio por unidad,单价',
      ),
      split('price,preis,prix,precio,价格,售价'),
    ],
    avoid: split('total,cost,list,discount,gesamt,成本,原价,总'),
  },
}
