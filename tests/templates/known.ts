/** A finding of AWS Control Tower's rules that we know and keep: which rule, in which stacks, why. */
export interface Known {
  readonly rule: string
  readonly stacks: readonly string[]
  readonly reason: string
}

const files = ['Data', 'Web']
const code = ['Api', 'Pipeline']

/** Everything cfn-guard finds and we keep; what is not here fails the check, and so does what is no longer found. */
export const known: readonly Known[] = [
  {
    rule: 'api_gw_v2_authorization_type_configured_check',
    stacks: ['Api'],
    reason:
      'The session is a cookie, which an authoriser of an HTTP API cannot read: every function checks it, and a test calls every route without one.',
  },
  {
    rule: 'cloudwatch_log_group_retention_period_check',
    stacks: code,
    reason: 'Kept 30 days in dev; 365 in prod. The audit trail stands in the table.',
  },
  {
    rule: 'cloudwatch_log_group_encrypted_check',
    stacks: [...code, 'Web'],
    reason: 'Logs are encrypted by the service and hold allowed fields only: no personal data.',
  },
  {
    rule: 'lambda_function_public_access_prohibited_check',
    stacks: ['Api'],
    reason: 'API Gateway may invoke, restricted to this API by its ARN.',
  },
  {
    rule: 'lambda_inside_vpc_check',
    stacks: [...code, 'Web'],
    reason:
      'The functions reach AWS services only, over TLS and by their roles; a network of one’s own adds a NAT and no barrier.',
  },
  {
    rule: 's3_bucket_default_encryption_kms_check',
    stacks: files,
    reason: 'Encrypted by S3; whoever may read a file may read it under either key.',
  },
  {
    rule: 's3_bucket_logging_enabled_check',
    stacks: files,
    reason: 'Files are reached only by functions that log each use, the site only by CloudFront.',
  },
  {
    rule: 's3_event_notifications_enabled_check',
    stacks: files,
    reason: 'Nothing happens because a file arrives: jobs are started by calls.',
  },
  {
    rule: 's3_bucket_object_lock_enabled_check',
    stacks: files,
    reason: 'Files must go when a client is erased; versions keep what was overwritten for a week.',
  },
  {
    rule: 'sqs_dlq_check',
    stacks: ['Pipeline'],
    reason: 'This queue is the dead-letter queue.',
  },
  {
    rule: 'cloudfront_origin_failover_enabled_check',
    stacks: ['Web'],
    reason: 'The site is files in one bucket; a second one would be a copy of the same deploy.',
  },
  {
    rule: 'cloudfront_access_logs_enabled_check',
    stacks: ['Web'],
    reason: 'Static files hold nothing; every call of the API is logged there.',
  },
  ...[
    'cloudfront_custom_ssl_certificate_check',
    'cloudfront_sni_enabled_check',
    'cloudfront_security_policy_check',
  ].map((rule) => ({
    rule,
    stacks: ['Web'],
    reason: 'CloudFront’s own certificate; a stage with a domain brings its own, with TLS 1.2 of 2021.',
  })),
]
