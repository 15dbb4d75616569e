import { adopt } from '../table/adopt.js'
import type { Table } from '../table/arrow.js'
import { readAbout } from '../table/metadata.js'
import type { TableLike } from '../table/types.js'
import type { Chart, ChartOptions } from './chart.js'
import { type CustomerColumns, readCustomers } from './figures/customers.js'
import { type Scene, sceneOf } from './scene.js'

/** A picture of a customer table: its figures, drawn. */
export function chartCustomers<Figures>(
  who: string,
  customers: TableLike,
  options: ChartOptions,
  figuresOf: (table: Table, columns: CustomerColumns, who: string) => Figures,
  draw: (figures: Figures, scene: Scene) => Chart,
): Chart {
  const table = adopt(customers, who)
  const scene = sceneOf(who, options, readAbout(table, who).currency)
  return draw(figuresOf(table, readCustomers(table, who), who), scene)
}
