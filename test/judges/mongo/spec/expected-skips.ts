/** Tests of features this server refuses by name: file, test (or * for all of the file), the feature. */
export const EXPECTED_SKIPS: Record<string, Record<string, string>> = {
  'collection-management/clustered-indexes.json': {
    '*': 'clustered collections',
  },
  'collection-management/createCollection-pre_and_post_images.json': {
    '*': 'change streams',
  },
  'collection-management/modifyCollection-errorResponse.json': {
    '*': 'collMod',
  },
  'collection-management/modifyCollection-pre_and_post_images.json': {
    '*': 'change streams',
  },
  'collection-management/timeseries-collection.json': {
    '*': 'time series collections',
  },
  'crud/unified/aggregate-collation.json': {
    '*': 'collation',
  },
  'crud/unified/aggregate-let.json': {
    '*': 'let',
  },
  'crud/unified/aggregate-merge-errorResponse.json': {
    '*': '$merge',
  },
  'crud/unified/aggregate-merge.json': {
    '*': '$merge',
  },
  'crud/unified/aggregate-out-readConcern.json': {
    'readConcern majority with out stage': '$out',
    'readConcern local with out stage': '$out',
    'readConcern available with out stage': '$out',
  },
  'crud/unified/aggregate-out.json': {
    '*': '$out',
  },
  'crud/unified/aggregate-write-readPreference.json': {
    'Aggregate with $out includes read preference for 5.0+ server': '$out',
    'Aggregate with $merge includes read preference for 5.0+ server': '$merge',
  },
  'crud/unified/bulkWrite-collation.json': {
    '*': 'collation',
  },
  'crud/unified/bulkWrite-deleteMany-let.json': {
    '*': 'let',
  },
  'crud/unified/bulkWrite-deleteOne-let.json': {
    '*': 'let',
  },
  'crud/unified/bulkWrite-replaceOne-let.json': {
    '*': 'let',
  },
  'crud/unified/bulkWrite-updateMany-dots_and_dollars.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/bulkWrite-updateMany-let.json': {
    '*': 'let',
  },
  'crud/unified/bulkWrite-updateMany-pipeline.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/bulkWrite-updateMany-rawdata.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/bulkWrite-updateOne-dots_and_dollars.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/bulkWrite-updateOne-let.json': {
    '*': 'let',
  },
  'crud/unified/bulkWrite-updateOne-pipeline.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/bulkWrite-updateOne-rawdata.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/bypassDocumentValidation.json': {
    'Aggregate with $out passes bypassDocumentValidation: false': '$out',
    'BulkWrite passes bypassDocumentValidation: false': 'the driver leaves out the option when it is false',
    'FindOneAndReplace passes bypassDocumentValidation: false': 'the driver leaves out the option when it is false',
    'FindOneAndUpdate passes bypassDocumentValidation: false': 'the driver leaves out the option when it is false',
    'InsertMany passes bypassDocumentValidation: false': 'the driver leaves out the option when it is false',
  },
  'crud/unified/count-collation.json': {
    '*': 'collation',
  },
  'crud/unified/create-null-ids.json': {
    'inserting _id with type null via insertOne': 'the driver puts an ObjectId in the place of null',
    'inserting _id with type null via insertMany': 'the driver puts an ObjectId in the place of null',
    'inserting _id with type null via bulkWrite': 'the driver puts an ObjectId in the place of null',
  },
  'crud/unified/db-aggregate-rawdata.json': {
    '*': '$listLocalSessions',
  },
  'crud/unified/db-aggregate-write-readPreference.json': {
    '*': '$listLocalSessions',
  },
  'crud/unified/db-aggregate.json': {
    '*': '$listLocalSessions',
  },
  'crud/unified/deleteMany-collation.json': {
    '*': 'collation',
  },
  'crud/unified/deleteMany-let.json': {
    '*': 'let',
  },
  'crud/unified/deleteOne-collation.json': {
    '*': 'collation',
  },
  'crud/unified/deleteOne-let.json': {
    '*': 'let',
  },
  'crud/unified/distinct-collation.json': {
    '*': 'collation',
  },
  'crud/unified/estimatedDocumentCount.json': {
    'estimatedDocumentCount works correctly on views': 'views',
  },
  'crud/unified/find-collation.json': {
    '*': 'collation',
  },
  'crud/unified/find-let.json': {
    '*': 'let',
  },
  'crud/unified/findOneAndDelete-collation.json': {
    '*': 'collation',
  },
  'crud/unified/findOneAndDelete-let.json': {
    '*': 'let',
  },
  'crud/unified/findOneAndReplace-collation.json': {
    '*': 'collation',
  },
  'crud/unified/findOneAndReplace-let.json': {
    '*': 'let',
  },
  'crud/unified/findOneAndUpdate-collation.json': {
    '*': 'collation',
  },
  'crud/unified/findOneAndUpdate-comment.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/findOneAndUpdate-dots_and_dollars.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/findOneAndUpdate-errorResponse.json': {
    'findOneAndUpdate document validation errInfo is accessible': 'collMod',
  },
  'crud/unified/findOneAndUpdate-let.json': {
    '*': 'let',
  },
  'crud/unified/findOneAndUpdate-pipeline.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/findOneAndUpdate-rawdata.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/replaceOne-collation.json': {
    '*': 'collation',
  },
  'crud/unified/replaceOne-let.json': {
    '*': 'let',
  },
  'crud/unified/updateMany-collation.json': {
    '*': 'collation',
  },
  'crud/unified/updateMany-dots_and_dollars.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/updateMany-let.json': {
    '*': 'let',
  },
  'crud/unified/updateMany-pipeline.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/updateOne-collation.json': {
    '*': 'collation',
  },
  'crud/unified/updateOne-dots_and_dollars.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/updateOne-let.json': {
    '*': 'let',
  },
  'crud/unified/updateOne-pipeline.json': {
    '*': 'update by pipeline',
  },
  'crud/unified/updateWithPipelines.json': {
    '*': 'update by pipeline',
  },
  'index-management/createSearchIndex.json': {
    '*': 'Atlas Search indexes',
  },
  'index-management/createSearchIndexes.json': {
    '*': 'Atlas Search indexes',
  },
  'index-management/dropSearchIndex.json': {
    '*': 'Atlas Search indexes',
  },
  'index-management/listSearchIndexes.json': {
    '*': 'Atlas Search indexes',
  },
  'index-management/searchIndexIgnoresReadWriteConcern.json': {
    '*': 'Atlas Search indexes',
  },
  'index-management/updateSearchIndex.json': {
    '*': 'Atlas Search indexes',
  },
  'retryable-writes/unified/bulkWrite.json': {
    'First insertOne is never committed': 'the driver also lists ids that were not inserted',
  },
  'sessions/implicit-sessions-default-causal-consistency.json': {
    'afterClusterTime is not sent on retried read in implicit session when readConcern level is snapshot':
      'read concern snapshot',
  },
  'sessions/snapshot-sessions.json': {
    'Find operation with snapshot': 'read concern snapshot',
    'Distinct operation with snapshot': 'read concern snapshot',
    'Aggregate operation with snapshot': 'read concern snapshot',
    'countDocuments operation with snapshot': 'read concern snapshot',
    'Mixed operation with snapshot': 'read concern snapshot',
    'Write commands with snapshot session do not affect snapshot reads': 'read concern snapshot',
    'First snapshot read does not send atClusterTime': 'read concern snapshot',
  },
};
