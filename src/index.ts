export { ClienteleError, type ErrorCode } from './error.js'
export { cleanOrders, type CleanOrders, type CleanOrdersOptions } from './value/cleanOrders.js'
export type { AuditAction, AuditColumns } from './value/clean/ledger.js'
export type { IdTest } from './value/clean/rules.js'
export type { StatusRule } from './value/clean/status.js'
export { mergeSummaries, type MergeSummariesOptions } from './value/mergeSummaries.js'
export { summarize } from './value/summarize.js'
export type { RefundPolicy } from './table/orders/policy.js'
export type { SummarizeOptions } from './value/summarize/options.js'
export type { HoldoutSummary, Summary } from './value/summarize/result.js'
export { loadModel, type LoadModelOptions, type ModelKind, type Models } from './loadModel.js'
export { auditSegments, type AuditSegmentsOptions, type SegmentAudit } from './value/auditSegments.js'
export { fitRfm, type FitRfmOptions } from './value/fitRfm.js'
export { rfm, type RfmOptions } from './value/rfm.js'
export type { Ties } from './value/rfm/cuts.js'
export type { GivenCuts, RfmCuts } from './value/rfm/learn.js'
export type { RfmColumns, RfmFit, RfmModel, RfmScoreFit, RfmState } from './value/rfm/model.js'
export { type RfmSegment, rfmSegments, type ScoreRange } from './value/rfmSegments.js'
export {
  type CurveColumns,
  type DecileColumns,
  type FewestCustomers,
  pareto,
  type Pareto,
  type ParetoOptions,
} from './value/pareto.js'
export { inWorker, type WorkerFunction } from './parallel/inWorker.js'
export { fromRows, type FromRowsOptions, type RowColumns } from './table/fromRows.js'
export { about, type About, type Role, type RoleOptions, type Unit } from './table/metadata.js'
export type { NamingOptions } from './table/build.js'
export type { Progress, ProgressOptions } from './progress.js'
export { rename, type Renamed } from './table/rename.js'
export type { Cell, ColumnOf, Row, Value } from './table/rows.js'
export { sortBy, type SortColumn } from './table/sortBy.js'
export { toRows } from './table/toRows.js'
export type {
  ColumnName,
  Columns,
  Names,
  Naming,
  Needed,
  OnlyColumns,
  OptionsArgument,
  Own,
  RenamedBy,
  TableLike,
  With,
} from './table/types.js'
export type { ValueType } from './table/values.js'
export { concat } from './table/concat.js'
export { derive, type Derivations, type Derived, type DeriveOptions } from './table/derive.js'
export { join, type Joined, type JoinHow, type JoinOptions } from './table/join.js'
export { where, type Conditions, type RowTest } from './table/where.js'
export type { ColumnTest, Comparable } from './table/whereTests.js'
export {
  type CohortAverageColumns,
  type CohortColumns,
  type CohortMeasure,
  cohorts,
  type Cohorts,
  type CohortsOptions,
} from './value/cohorts.js'
export type { Period } from './value/cohorts/periods.js'
export { fitBgBb } from './value/fitBgBb.js'
export { fitBgCnbd, type FitBgCnbdOptions } from './value/fitBgCnbd.js'
export { fitBgNbd } from './value/fitBgNbd.js'
export { fitMbgNbd } from './value/fitMbgNbd.js'
export { fitNbd } from './value/fitNbd.js'
export { fitParetoNbd } from './value/fitParetoNbd.js'
export type { BuyingKind, BuyingModel, BuyingParameters, BuyingState } from './value/lifetime/buyingModel.js'
export type { FitPlainOptions } from './value/lifetime/fitPlain.js'
export type { HistoryColumns } from './value/lifetime/customers.js'
export type { FitBuyingOptions } from './value/lifetime/fitBuying.js'
export type { Horizon } from './value/lifetime/horizon.js'
export type { BuyingPredictOptions } from './value/lifetime/predictBuying.js'
export type { BuyingColumns, RetentionColumns, SpendingColumns } from './value/lifetime/predicted.js'
export type { Process } from './value/lifetime/core.js'
export type { CovariateNames, Covariates, Scaling } from './value/lifetime/profiles.js'
export type { LifetimeFit } from './value/lifetime/report.js'
export { fitBdw } from './value/fitBdw.js'
export { fitGammaGamma, type FitGammaGammaOptions } from './value/fitGammaGamma.js'
export { fitSbg } from './value/fitSbg.js'
export type { FitRetentionOptions } from './value/lifetime/fitRetention.js'
export type {
  RetentionModel,
  RetentionPredictOptions,
  RetentionState,
} from './value/lifetime/retentionModel.js'
export type {
  Independence,
  SpendingModel,
  SpendingPredictOptions,
  SpendingState,
} from './value/lifetime/spendingModel.js'
export { lifetimeTotal, type LifetimeTotalOptions, type LifetimeTotals } from './value/lifetimeTotal.js'
export { lifetimeValue, type LifetimeValueOptions } from './value/lifetimeValue.js'
export type { ValueOptions } from './value/lifetime/valueEstimate.js'
export {
  compareLifetime,
  type CompareLifetimeOptions,
  type ComparedModel,
  type LifetimeComparison,
  type LikelihoodRatio,
} from './value/compareLifetime.js'
export type { SimulatedKind } from './value/lifetime/cores.js'
export {
  simulateLifetime,
  type SimulatedLifetime,
  type SimulateLifetimeOptions,
} from './value/simulateLifetime.js'
export type { Tracking } from './value/lifetime/tracking.js'
export {
  type HoldoutGroups,
  type LifetimeValidation,
  validateLifetime,
  type ValidateLifetimeOptions,
} from './value/validateLifetime.js'
export { auditRules, type RuleAudit } from './segment/auditRules.js'
export { migrate, type MigrateOptions, type Migration, type MoveColumns } from './segment/migrate.js'
export type { SegmentRule } from './segment/rules/readRules.js'
export { segmentBy } from './segment/segmentBy.js'
export { type GroupMatrix, groupMatrix, type GroupMatrixOptions } from './segment/groupMatrix.js'
export type { Measure, MeasureKind } from './segment/matrix/measures.js'
export {
  profile,
  type Profile,
  type ProfileCategoryColumns,
  type ProfileFeatureColumns,
  type ProfileOptions,
  type ProfileSegmentColumns,
} from './segment/profile.js'
export {
  type DescribedRuleColumns,
  type DescribedSegmentColumns,
  describeSegments,
  type DescribeSegmentsOptions,
  type SegmentDescription,
} from './segment/describeSegments.js'
export { nameSegments } from './segment/nameSegments.js'
export { fitKMeans, type FitKMeansOptions } from './segment/fitKMeans.js'
export type { KMeansFit, KMeansModel, KMeansState } from './segment/kmeans/model.js'
export type { ClusterColumns, ClusterOptions } from './segment/addClusters.js'
export type { Center } from './segment/features/centersOf.js'
export type { FeatureOptions, RowCounts } from './segment/features/readFeatures.js'
export type { FittedScale, FittedStep, Scale, ScaleStep } from './segment/features/scaling.js'
export { fitMiniBatchKMeans, type FitMiniBatchKMeansOptions } from './segment/fitMiniBatchKMeans.js'
export { fitHierarchy, type FitHierarchyOptions } from './segment/fitHierarchy.js'
export type {
  CutOptions,
  DendrogramColumns,
  HierarchyFit,
  HierarchyMerges,
  HierarchyModel,
  HierarchyState,
} from './segment/hierarchy/model.js'
export { fitKPrototypes, type FitKPrototypesOptions } from './segment/fitKPrototypes.js'
export type {
  KPrototypesFit,
  KPrototypesModel,
  KPrototypesState,
  Prototype,
} from './segment/kprototypes/model.js'
export { fitMixture, type FitMixtureOptions } from './segment/fitMixture.js'
export type { Covariance } from './segment/mixture/gaussians.js'
export type { MixtureColumns, MixtureFit, MixtureModel, MixtureState } from './segment/mixture/model.js'
export {
  chooseK,
  type ChooseK,
  type ChooseKOptions,
  type ChooseKMeasure,
  type ScoreColumns,
} from './segment/chooseK.js'
export type { Recommended } from './segment/measure/recommend.js'
export { kaplanMeier, type KaplanMeierColumns, type KaplanMeierOptions } from './churn/kaplanMeier.js'
export { nelsonAalen, type NelsonAalenColumns, type NelsonAalenOptions } from './churn/nelsonAalen.js'
export {
  survivalSummary,
  type SurvivalSummaryColumns,
  type SurvivalSummaryOptions,
} from './churn/survivalSummary.js'
export {
  logRank,
  type LogRank,
  type LogRankColumns,
  type LogRankOptions,
  type LogRankTest,
} from './churn/logRank.js'
export type { SurvivalInterval } from './churn/survival/curves.js'
export type { GroupOptions } from './churn/survival/options.js'
export type { LifeColumns } from './churn/survival/tables.js'
export type { LivesOptions } from './churn/survival/readLives.js'
export { evaluate, type EvaluateOptions } from './classify/evaluate.js'
export type { BootstrapOptions, Estimate } from './classify/evaluation/bootstrap.js'
export type { PredictingModel, ScoreOptions } from './classify/evaluation/scoreOptions.js'
export type {
  BinaryEvaluation,
  ClassesEvaluation,
  Confusion,
  ConfusionColumns,
  DeLong,
  Evaluations,
  NumberEvaluation,
} from './classify/evaluation/results.js'
export { type LiftColumns, liftTable, type LiftTableOptions } from './classify/liftTable.js'
export { type RocColumns, rocCurve, type RocCurveOptions } from './classify/rocCurve.js'
export {
  type CalibrationColumns,
  calibrationCurve,
  type CalibrationCurveOptions,
} from './classify/calibrationCurve.js'
export {
  type BestCut,
  type ProfitColumns,
  profitCurve,
  type ProfitCurve,
  type ProfitCurveOptions,
} from './classify/profitCurve.js'
export { type SplitTable, splitTable, type SplitTableOptions } from './classify/splitTable.js'
export type { SplitOptions } from './classify/validation/assign.js'
export {
  crossValidate,
  type CrossValidateOptions,
  type CrossValidation,
  type Figures,
  type FoldColumns,
} from './classify/crossValidate.js'
export type { FigureNames } from './classify/evaluation/figures.js'
export type { ValidationOptions } from './classify/validation/validate.js'
export { fitLogistic, type FitLogisticOptions } from './classify/fitLogistic.js'
export type { CoefficientColumns } from './classify/logistic/coefficientTable.js'
export type { CollinearTerm, LogisticFit, LogisticModel, LogisticState } from './classify/logistic/model.js'
export type { Encoding } from './learn/encode/encoding.js'
export { fitBoost } from './classify/fitBoost.js'
export type { EarlyStopping, FitBoostOptions } from './classify/boost/options.js'
export type { LossKind } from './classify/boost/loss/loss.js'
export type { BoostImportanceColumns } from './classify/boost/importance.js'
export type { BoostFit, BoostModel, BoostState } from './classify/boost/model.js'
export type { FeatureInfo } from './learn/features.js'
export type { LearnCounts, LearnOptions } from './learn/learn.js'
export type { PredictedColumns, PredictOptions } from './learn/predictions.js'
export type { ClassForm, TargetInfo, TargetOptions } from './learn/target.js'
export { fitNaiveBayes, type FitNaiveBayesOptions } from './classify/fitNaiveBayes.js'
export type { ConditionalColumns } from './classify/bayes/conditionalTable.js'
export type { NaiveBayesFit, NaiveBayesModel, NaiveBayesState } from './classify/bayes/model.js'
export type { BayesPart } from './classify/bayes/parts.js'
export { calibrate, type CalibrateOptions } from './classify/calibrate.js'
export type {
  CalibratedFit,
  CalibratedModel,
  CalibratedState,
  Calibrator,
} from './classify/calibration/model.js'
export type { Isotonic } from './classify/calibration/isotonic.js'
export type { Sigmoid } from './classify/calibration/sigmoid.js'
export { fitCox, type FitCoxOptions } from './churn/fitCox.js'
export type { CoxBaseline, CoxColumns, CoxFit, CoxModel, CoxState } from './churn/cox/model.js'
export type { CoxCoefficientColumns } from './churn/cox/coefficients.js'
export type { CoxPredictOptions } from './churn/cox/predict.js'
export type { ProportionalTest } from './churn/cox/proportionalHazards.js'
export { fitWeibull } from './churn/fitWeibull.js'
export { fitLogNormal } from './churn/fitLogNormal.js'
export type { FitAftOptions } from './churn/aft/fitAft.js'
export type { SurvivalFit } from './churn/survival/fit.js'
export type { AftColumns, AftFit, AftModel, AftState } from './churn/aft/model.js'
export type { AftCoefficientColumns } from './churn/aft/coefficients.js'
export type { AftPredictOptions } from './churn/aft/predict.js'
export type { AftKind } from './churn/aft/shapes.js'
export type { SurvivalFeatureOptions } from './churn/survival/readSurvival.js'
export { toSql } from './classify/toSql.js'
export { toSqlSteps, type ToSqlStepsOptions } from './classify/toSqlSteps.js'
export type { ToSqlOptions } from './classify/code/sqlOptions.js'
export type { SqlSteps } from './classify/code/stepsSql.js'
export type { Dialect } from './dialect/grammars.js'
export type { CodeModel } from './classify/code/programOf.js'
export type { SqlTable } from './dialect/tableSql.js'
export {
  compareModels,
  type CompareModelsOptions,
  type DifferenceColumns,
  type ModelComparison,
} from './classify/compareModels.js'
export { fitForest, type FitForestOptions } from './classify/fitForest.js'
export type { ForestFit, ForestModel, ForestState } from './classify/forest/model.js'
export type { EnsemblePredictOptions } from './classify/tree/score.js'
export type { OutOfBag } from './classify/forest/outOfBag.js'
export { fitTree, type FitTreeOptions } from './classify/fitTree.js'
export type { Condition } from './classify/tree/conditions.js'
export type { PruneStep } from './classify/tree/crossPrune.js'
export type { NodeSays } from './classify/tree/describeNode.js'
export type { ImportanceColumns } from './classify/tree/importance.js'
export type {
  TreeCriterion,
  TreeFit,
  TreeModel,
  TreePredictOptions,
  TreeState,
} from './classify/tree/model.js'
export type { Ensemble, TreeNodes } from './classify/tree/nodes.js'
export type { PathStep } from './classify/tree/path.js'
export type { RuleColumns } from './classify/tree/rules.js'
export type { ClassWeightOptions } from './classify/tree/weights.js'
export { tune, type Tuned, type TuneOptions } from './classify/tune.js'
export type { ParametersOf, SearchRange, SearchSpace } from './classify/search/space.js'
export { type FeatureImportanceColumns, importance, type ImportanceOptions } from './classify/importance.js'
export { partialDependence, type PartialDependenceOptions } from './classify/partialDependence.js'
export type { ExplainedModel } from './classify/explain/featuresOf.js'
export { toFunction, type ToFunctionOptions } from './classify/toFunction.js'
export { type ShapColumns, type ShapOptions, shapValues } from './classify/shapValues.js'
export { fitNetwork, type FitNetworkOptions } from './classify/fitNetwork.js'
export type { NetworkFit, NetworkModel, NetworkState } from './classify/network/model.js'
export type { NetworkLayer } from './classify/network/layers.js'
export {
  type ChurnLabelColumns,
  type CutoffColumn,
  labelChurn,
  type LabelChurnOptions,
} from './churn/labelChurn.js'
export {
  type CustomerFeatureColumns,
  customerFeatures,
  type CustomerFeaturesOptions,
} from './churn/customerFeatures.js'
export type { FeatureSources } from './churn/features/sources.js'
export type { Attributes } from './churn/features/attributes.js'
export type { Contacts, Tickets } from './churn/features/events.js'
export type { Cutoffs, Days } from './churn/history/cutoffs.js'
export type { HistoryOptions } from './churn/history/readHistory.js'
export {
  churnHorizon,
  type ChurnHorizon,
  type ChurnHorizonOptions,
  type SilenceColumns,
} from './churn/churnHorizon.js'
export { fitChurn, type FitChurnOptions } from './churn/fitChurn.js'
export type { ChurnFit, ChurnModel, ChurnSources, ChurnState } from './churn/score/model.js'
export type { ChurnPredictOptions } from './churn/score/predict.js'
export type {
  CalibrationGroup,
  ChurnCalibration,
  ChurnComparison,
  ChurnQuality,
  HoldoutReport,
  LiftTenth,
} from './churn/score/report.js'
export type { ChurnWarning } from './churn/score/warnings.js'
export type { DriverLang } from './churn/score/words/driverWords.js'
export { type AlertColumns, churnAlerts, type ChurnAlertsOptions } from './churn/churnAlerts.js'
export { churnProfit, type ChurnProfit, type ChurnProfitOptions } from './churn/churnProfit.js'
export { drift, type Drift, type DriftColumns, type DriftOptions, type DriftVerdict } from './churn/drift.js'
export {
  type Lifecycle,
  type LifecycleOptions,
  lifecycleStages,
  type StageColumns,
  type StageTimeColumns,
  type TransitionColumns,
} from './churn/lifecycleStages.js'
export { retentionPlan, type RetentionPlanColumns, type RetentionPlanOptions } from './churn/retentionPlan.js'
export { clusterPairs, type ClusterPairsOptions, type IdentityColumns } from './identify/clusterPairs.js'
export { evaluateLinkage, type EvaluateLinkageOptions } from './identify/evaluateLinkage.js'
export type { LinkageCounts, LinkageEvaluation, LinkageFigures } from './identify/evaluateLinkage.js'
export type { TrueCurveColumns } from './identify/evaluateLinkage.js'
export type { LinkageGroupColumns } from './identify/truth/byGroup.js'
export type { LinkageCurveColumns } from './identify/cluster/curveTable.js'
export type { ShareEstimate } from './identify/truth/estimates.js'
export { type CleanColumns, cleanRecords, type CleanRecordsOptions } from './identify/cleanRecords.js'
export type { CleaningOptions } from './identify/fields/cleaningOptions.js'
export { loadInternational, type LoadedInternational } from './identify/loadInternational.js'
export type { FieldsOption, FieldSpec } from './identify/fields/readFields.js'
export type { Nicknames } from './identify/fields/readNicknames.js'
export type { NameOrder, Recipe, RecipeField } from './identify/fields/recipe.js'
export type { DateForm } from './identify/clean/dates.js'
export type { FieldKind } from './identify/prepared.js'
export type {
  International,
  ParsedPhone,
  Part as InternationalPart,
} from './identify/international/international.js'
export { goldenRecord, type GoldenRecordOptions } from './identify/goldenRecord.js'
export type { GoldenCandidate, GoldenChoice, GoldenRule } from './identify/golden/readRules.js'
export {
  sampleForReview,
  type ReviewColumns,
  type SampleForReviewOptions,
} from './identify/sampleForReview.js'
export { updateIdentities, type UpdateIdentitiesOptions } from './identify/updateIdentities.js'
export type { IdentityLogColumns, IdentityUpdate } from './identify/updateIdentities.js'
export type { NewId } from './identify/identities/identifiers.js'
export {
  type BlockingOptions,
  candidatePairs,
  type CandidatePairsOptions,
  type PairColumns,
} from './identify/candidatePairs.js'
export { comparePairs, type ComparePairsOptions, type LevelColumns } from './identify/comparePairs.js'
export { explainPair, type ExplainPairColumns, type ExplainPairOptions } from './identify/explainPair.js'
export { fitLinkage, type FitLinkageOptions } from './identify/fitLinkage.js'
export type { LinkageColumns, LinkageModel, LinkagePredictOptions } from './identify/link/model.js'
export type {
  LinkageClass,
  LinkageCrowd,
  LinkageMovers,
  LinkageField,
  LinkageRarity,
  LinkageRules,
  LinkageState,
} from './identify/link/state.js'
export type { LinkageCalibration } from './identify/link/recalibrate.js'
export type { LinkageFit, LinkagePass } from './identify/link/report.js'
export type { Dependence } from './identify/link/dependence.js'
export type { ValueShares } from './identify/link/valueShares.js'
export { importSplink, type ImportSplinkOptions } from './identify/importSplink.js'
export { type Identification, identify, type IdentifyFit, type IdentifyOptions } from './identify/identify.js'
export type { ScoredPairColumns } from './identify/run/toRows.js'
export { indexRecords, type IndexRecordsOptions } from './identify/indexRecords.js'
export type { MatchColumns, MatchOptions, RecordIndex } from './identify/indexRecords.js'
