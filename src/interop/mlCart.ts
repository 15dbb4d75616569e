/** A node of a tree of ml-cart. */
export interface MlCartNode {
  /** A leaf's share of each class (as a matrix of one row), or mean. */
  readonly distribution?: unknown
  /** Less goes left. */
  readonly splitValue?: number | undefined
  readonly splitColumn?: number | undefined
  readonly left?: MlCartNode | undefined
  readonly right?: MlCartNode | undefined
}

/** What `DecisionTreeClassifier` and `DecisionTreeRegression` of ml-cart write as JSON, and load. */
export interface MlCartTree {
  readonly name: string
  readonly options: { readonly [option: string]: unknown }
  readonly root: MlCartNode
}

/** The names that ml-cart gives its two kinds of tree. */
export const ML_CART = { classes: 'DTClassifier', number: 'DTRegression' } as const
