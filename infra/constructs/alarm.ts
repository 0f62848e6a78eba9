import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

interface HouseAlarmProps {
  readonly metric: IMetric
  readonly above?: number
  readonly below?: number
  readonly periods?: number
  /** Silence is a failure too. */
  readonly isMissingBad?: boolean
  /** What people who use the product notice. */
  readonly impact: string
  /** Where the remedy is written. */
  readonly runbook: string
  readonly topic: ITopic
}

/** How long a metric is gathered unless it says otherwise. */
export const alarmPeriod = Duration.minutes(5)

/** An alarm that says whom it hurts and what to do. */
export class HouseAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: HouseAlarmProps) {
    const isBelow = props.below !== undefined
    super(scope, id, {
      metric: props.metric,
      threshold: props.below ?? props.above ?? 0,
      comparisonOperator: isBelow
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: props.isMissingBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${props.impact} What to do: ${props.runbook}`,
    })
    this.addAlarmAction(new SnsAction(props.topic))
  }
}
