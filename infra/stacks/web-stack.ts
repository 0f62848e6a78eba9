import { Duration, Fn, Stack, type StackProps } from 'aws-cdk-lib'
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import type { Construct } from 'constructs'
import { join } from 'node:path'
import { GeneratedSecret } from '../constructs/generated-secret.ts'
import { PrivateBucket } from '../constructs/private-bucket.ts'
import { addressFunction, apiPaths, originHeader, pageFunction } from '../edge.ts'
import { apiHeaders, contentSecurityPolicy, hashedFiles, namedFiles, protection } from '../headers.ts'
import type { Stage } from '../stages.ts'
import type { DataStack } from './data-stack.ts'

interface WebStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
  /** Folder of the built site; without it nothing is uploaded. */
  readonly siteFolder: string | undefined
}

/** The front door: the site, and under `/api` the address of the API. What answers there comes with the ApiStack. */
export class WebStack extends Stack {
  readonly api: HttpApi
  readonly siteOrigin: string
  readonly originSecret: GeneratedSecret
  readonly distribution: cloudfront.Distribution

  constructor(scope: Construct, id: string, { stage, data, siteFolder, ...props }: WebStackProps) {
    super(scope, id, props)
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false, description: 'Perennial' })
    const purpose = 'What CloudFront shows the API, so that nobody goes around it'
    this.originSecret = new GeneratedSecret(this, 'OriginSecret', purpose)
    const site = new PrivateBucket(this, 'Site')
    const api = this.apiBehavior()
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Perennial (secrets ${stage.secretsVersion})`,
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      ...this.frontDoor(stage),
      defaultBehavior: this.siteBehavior(site, data),
      additionalBehaviors: Object.fromEntries(apiPaths.map((path) => [path, api])),
    })
    this.siteOrigin = `https://${stage.domain?.name ?? this.distribution.distributionDomainName}`
    if (siteFolder) this.upload(site, siteFolder)
  }

  /** The stage's own name and firewall, where it has them. */
  private frontDoor({ domain, firewallArn }: Stage) {
    return {
      ...(firewallArn === undefined ? {} : { webAclId: firewallArn }),
      ...(domain === undefined
        ? {}
        : {
            domainNames: [domain.name],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
            minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
          }),
    }
  }

  private siteBehavior(site: PrivateBucket, { files }: DataStack): cloudfront.BehaviorOptions {
    const headers = new cloudfront.ResponseHeadersPolicy(this, 'SiteHeaders', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(`https://${files.bucketRegionalDomainName}`),
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.seconds(protection.hstsSeconds),
          includeSubdomains: true,
          preload: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption[protection.frame], override: true },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(protection.others).map(([header, value]) => ({
          header,
          value,
          override: true,
        })),
      },
    })
    return {
      // May list, so that a missing file is a 404 and not a refusal.
      origin: S3BucketOrigin.withOriginAccessControl(site, {
        originAccessLevels: [cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: headers,
      compress: true,
      functionAssociations: [this.viewerRequest('Pages', pageFunction)],
    }
  }

  private apiBehavior(): cloudfront.BehaviorOptions {
    const domain = Fn.select(2, Fn.split('/', this.api.apiEndpoint))
    return {
      origin: new HttpOrigin(domain, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        readTimeout: Duration.seconds(30),
        customHeaders: { [originHeader]: this.originSecret.reference },
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: this.apiHeaders(),
      compress: true,
      functionAssociations: [this.viewerRequest('Address', addressFunction)],
    }
  }

  // The functions set them themselves; what API Gateway refuses has none of its own.
  private apiHeaders(): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'ApiHeaders', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: apiHeaders['content-security-policy'],
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.seconds(protection.hstsSeconds),
          includeSubdomains: true,
          preload: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          {
            header: 'cross-origin-resource-policy',
            value: apiHeaders['cross-origin-resource-policy'],
            override: true,
          },
        ],
      },
    })
  }

  private viewerRequest(id: string, code: string): cloudfront.FunctionAssociation {
    return {
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      function: new cloudfront.Function(this, id, {
        runtime: cloudfront.FunctionRuntime.JS_2_0,
        code: cloudfront.FunctionCode.fromInline(code),
      }),
    }
  }

  // Hashed files first and never removed: a page that is open during a deploy still finds its own.
  private upload(site: PrivateBucket, folder: string): void {
    const hashed = new BucketDeployment(this, 'HashedFiles', {
      sources: [Source.asset(join(folder, hashedFiles.folder))],
      destinationKeyPrefix: hashedFiles.folder,
      destinationBucket: site,
      prune: false,
      cacheControl: [CacheControl.fromString(hashedFiles.cacheControl)],
    })
    const named = new BucketDeployment(this, 'NamedFiles', {
      sources: [Source.asset(folder, { exclude: [hashedFiles.folder] })],
      destinationBucket: site,
      prune: false,
      cacheControl: [CacheControl.fromString(namedFiles.cacheControl)],
      distribution: this.distribution,
      distributionPaths: ['/index.html'],
    })
    named.node.addDependency(hashed)
  }
}
