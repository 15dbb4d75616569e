// The part of Spark Connect's protocol (spark/connect/*.proto of Spark 4.3) that SQL in and Arrow out needs, as a
// descriptor of protobuf.js, so that no .proto file is read at run time. Unknown fields of answers are skipped.

interface Entry {
  readonly id: number
  readonly type: string
  readonly rule?: 'repeated'
}

interface Message {
  readonly fields: { readonly [name: string]: Entry }
  readonly nested?: { readonly [name: string]: Message }
  readonly oneofs?: { readonly [name: string]: { readonly oneof: readonly string[] } }
}

type Nested = NonNullable<Message['nested']>
type Fields = Message['fields']

const one = (id: number, type: string): Entry => ({ id, type })
const many = (id: number, type: string): Entry => ({ id, type, rule: 'repeated' })
const message = (fields: Fields, nested?: Nested): Message => ({ fields, ...(nested && { nested }) })
const choice = (name: string, fields: Fields, nested?: Nested): Message => ({
  ...message(fields, nested),
  oneofs: { [name]: { oneof: Object.keys(fields) } },
})

/** What every request begins with. */
const head: Fields = { sessionId: one(1, 'string'), userContext: one(2, 'UserContext') }
const pairs: Message = message({ pairs: many(1, 'KeyValue') })

const messages: Nested = {
  UserContext: message({ userId: one(1, 'string'), userName: one(2, 'string') }),
  Plan: choice('opType', { root: one(1, 'Relation'), command: one(2, 'Command') }),
  Relation: choice('relType', {
    sql: one(10, 'Sql'),
    localRelation: one(11, 'LocalRelation'),
    chunkedCachedLocalRelation: one(45, 'ChunkedCachedLocalRelation'),
  }),
  Sql: message({ query: one(1, 'string') }),
  LocalRelation: message({ data: one(1, 'bytes'), schema: one(2, 'string') }),
  ChunkedCachedLocalRelation: message({ dataHashes: many(1, 'string') }),
  Command: message({ createDataframeView: one(3, 'CreateDataFrameViewCommand') }),
  CreateDataFrameViewCommand: message({
    input: one(1, 'Relation'),
    name: one(2, 'string'),
    isGlobal: one(3, 'bool'),
    replace: one(4, 'bool'),
  }),
  ExecutePlanRequest: message({
    ...head,
    plan: one(3, 'Plan'),
    clientType: one(4, 'string'),
    requestOptions: many(5, 'RequestOption'),
    operationId: one(6, 'string'),
  }),
  RequestOption: message({ reattachOptions: one(1, 'ReattachOptions') }),
  ReattachOptions: message({ reattachable: one(1, 'bool') }),
  ReattachExecuteRequest: message({
    ...head,
    operationId: one(3, 'string'),
    clientType: one(4, 'string'),
    lastResponseId: one(5, 'string'),
  }),
  ReleaseExecuteRequest: message({
    ...head,
    operationId: one(3, 'string'),
    clientType: one(4, 'string'),
    releaseAll: one(5, 'ReleaseAll'),
  }),
  ReleaseAll: message({}),
  ReleaseExecuteResponse: message({}),
  ExecutePlanResponse: message({
    arrowBatch: one(2, 'ArrowBatch'),
    responseId: one(13, 'string'),
    resultComplete: one(14, 'ResultComplete'),
    executionProgress: one(18, 'ExecutionProgress'),
  }),
  ResultComplete: message({}),
  ArrowBatch: message({ rowCount: one(1, 'int64'), data: one(2, 'bytes') }),
  ExecutionProgress: message({ stages: many(1, 'StageInfo') }),
  StageInfo: message({
    stageId: one(1, 'int64'),
    numTasks: one(2, 'int64'),
    numCompletedTasks: one(3, 'int64'),
  }),
  KeyValue: message({ key: one(1, 'string'), value: one(2, 'string') }),
  ConfigRequest: message(
    { ...head, operation: one(3, 'Operation') },
    {
      Operation: choice('opType', { set: one(1, 'Set') }),
      Set: pairs,
    },
  ),
  ConfigResponse: message({ warnings: many(3, 'string') }),
  AddArtifactsRequest: {
    ...message(
      { ...head, batch: one(3, 'Batch'), beginChunk: one(4, 'BeginChunk'), chunk: one(5, 'Chunk') },
      {
        Chunk: message({ data: one(1, 'bytes'), crc: one(2, 'int64') }),
        Single: message({ name: one(1, 'string'), data: one(2, 'Chunk') }),
        Batch: message({ artifacts: many(1, 'Single') }),
        BeginChunk: message({
          name: one(1, 'string'),
          totalBytes: one(2, 'int64'),
          numChunks: one(3, 'int64'),
          initialChunk: one(4, 'Chunk'),
        }),
      },
    ),
    oneofs: { payload: { oneof: ['batch', 'beginChunk', 'chunk'] } },
  },
  AddArtifactsResponse: message(
    { artifacts: many(1, 'Summary') },
    {
      Summary: message({ name: one(1, 'string'), isCrcSuccessful: one(2, 'bool') }),
    },
  ),
  ReleaseSessionRequest: message(head),
  ReleaseSessionResponse: message({}),
}

const call = (name: string, streams: object = {}): object => ({
  requestType: `${name}Request`,
  responseType: `${name}Response`,
  ...streams,
})

const SparkConnectService = {
  methods: {
    ExecutePlan: call('ExecutePlan', { responseStream: true }),
    Config: call('Config'),
    AddArtifacts: call('AddArtifacts', { requestStream: true }),
    ReattachExecute: {
      ...call('ReattachExecute', { responseStream: true }),
      responseType: 'ExecutePlanResponse',
    },
    ReleaseExecute: call('ReleaseExecute'),
    ReleaseSession: call('ReleaseSession'),
  },
}

/** The descriptor, as protobuf.js reads it. */
export const descriptor: object = {
  nested: { spark: { nested: { connect: { nested: { ...messages, SparkConnectService } } } } },
}
