/** Fields any command may carry. */
export const GENERAL_FIELDS: readonly string[] = [
  '$db',
  'lsid',
  'txnNumber',
  '$readPreference',
  '$clusterTime',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'collation',
  'let',
];
