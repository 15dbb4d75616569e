import { selectColumns } from '../../table/select.js'
import { copy, select } from '../expression/query.js'
import { derive, type Relation } from './relation.js'

/** A relation with those of its columns whose names pass. */
export function only(who: string, relation: Relation, passes: (name: string) => boolean): Relation {
  return derive(who, relation, async ({ query, shape, order }) => {
    const names = shape.schema.fields.map(({ name }) => name).filter(passes)
    return { query: select(query, copy(...names)), shape: selectColumns(shape, names, who), order }
  })
}
