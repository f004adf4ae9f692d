package berth.conformance;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.sts.StsClient;

/// Clients of the AWS SDK for Java, pointed at a Berth and otherwise as they come.
final class JavaSdk {
    private JavaSdk() {}

    static EcsClient ecs(Berth berth) {
        return pointed(EcsClient.builder(), berth).build();
    }

    static StsClient sts(Berth berth) {
        return pointed(StsClient.builder(), berth).build();
    }

    static CloudWatchLogsClient logs(Berth berth) {
        return pointed(CloudWatchLogsClient.builder(), berth).build();
    }

    static ElasticLoadBalancingV2Client elb(Berth berth) {
        return pointed(ElasticLoadBalancingV2Client.builder(), berth).build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B pointed(
            B builder, Berth berth) {
        return builder.endpointOverride(URI.create(berth.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(berth.accessKeyId(), berth.secretAccessKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
    }
}
