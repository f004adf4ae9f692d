package berth.control.elb.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.acm.Pems;
import berth.control.acm.api.DeleteCertificate;
import berth.control.acm.api.DescribeCertificate;
import berth.control.acm.api.GetCertificate;
import berth.control.acm.api.ImportCertificate;
import berth.control.acm.api.ListCertificates;
import berth.control.dispatch.Calls;
import berth.control.elb.Balancers;
import berth.control.elb.plan.RoutingPlanner;
import berth.control.iam.api.DeleteServerCertificate;
import berth.control.iam.api.GetServerCertificate;
import berth.control.iam.api.ListServerCertificates;
import berth.control.iam.api.UploadServerCertificate;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.GetCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.iam.model.DeleteServerCertificateRequest;
import software.amazon.awssdk.services.iam.model.GetServerCertificateRequest;
import software.amazon.awssdk.services.iam.model.ListServerCertificatesRequest;
import software.amazon.awssdk.services.iam.model.UploadServerCertificateRequest;

class CertificatesTest {
    private final Balancers balancers = new Balancers();
    private final Calls calls = balancers.calls;
    private final String loadBalancer = balancers.loadBalancer("web").loadBalancerArn();
    private final String group = balancers.group("blue").targetGroupArn();

    private String imported(String certificate, String key) {
        return calls.call(new ImportCertificate(), importing(certificate, key)).certificateArn();
    }

    private static ImportCertificateRequest importing(String certificate, String key) {
        return ImportCertificateRequest.builder()
                .certificate(SdkBytes.fromUtf8String(Pems.read(certificate)))
                .privateKey(SdkBytes.fromUtf8String(Pems.read(key)))
                .build();
    }

    private String uploaded(String name) {
        return calls.call(new UploadServerCertificate(), uploading(name, "rsa.key.pem"))
                .serverCertificateMetadata()
                .arn();
    }

    private static UploadServerCertificateRequest uploading(String name, String key) {
        return UploadServerCertificateRequest.builder()
                .serverCertificateName(name)
                .certificateBody(Pems.read("rsa.pem"))
                .privateKey(Pems.read(key))
                .build();
    }

    private CreateListenerRequest https(Consumer<CreateListenerRequest.Builder> more) {
        CreateListenerRequest.Builder request = CreateListenerRequest.builder()
                .loadBalancerArn(loadBalancer)
                .protocol("HTTPS")
                .port(443)
                .defaultActions(action -> action.type("forward").targetGroupArn(group));
        more.accept(request);
        return request.build();
    }

    private String listener(String certificate) {
        return calls.call(
                        new CreateListener(), https(more -> more.certificates(one -> one.certificateArn(certificate))))
                .listeners()
                .getFirst()
                .listenerArn();
    }

    @Test
    void certificatesOfBothServicesReachTheProxyTheDefaultOneFirst() {
        String first = imported("ec.pem", "ec.key.pem");
        String second = uploaded("www");
        String listener = listener(first);
        calls.call(
                new AddListenerCertificates(),
                AddListenerCertificatesRequest.builder()
                        .listenerArn(listener)
                        .certificates(one -> one.certificateArn(second))
                        .build());

        var told = RoutingPlanner.table(calls.state())
                .loadBalancers()
                .getFirst()
                .listeners()
                .getFirst();
        assertThat(told.sslPolicy()).isEqualTo("ELBSecurityPolicy-2016-08");
        assertThat(told.certificates())
                .extracting(berth.routing.Certificate::arn)
                .containsExactly(first, second);
        assertThat(told.certificates().getLast().domainNames()).contains("*.example.org");
        assertThat(told.certificates().getLast().key()).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(calls.call(
                                new DescribeListenerCertificates(),
                                DescribeListenerCertificatesRequest.builder()
                                        .listenerArn(listener)
                                        .build())
                        .certificates())
                .extracting(Certificate::isDefault)
                .containsExactly(true, false);
    }

    @Test
    void theDefaultCertificateIsReplacedByModifyListenerAndNeverRemoved() {
        String first = imported("ec.pem", "ec.key.pem");
        String second = imported("rsa.pem", "rsa.key.pem");
        String listener = listener(first);
        assertThat(calls.refusal(
                                new RemoveListenerCertificates(),
                                RemoveListenerCertificatesRequest.builder()
                                        .listenerArn(listener)
                                        .certificates(one -> one.certificateArn(first))
                                        .build())
                        .code())
                .isEqualTo("OperationNotPermitted");
        var modified = calls.call(
                        new ModifyListener(),
                        ModifyListenerRequest.builder()
                                .listenerArn(listener)
                                .certificates(one -> one.certificateArn(second))
                                .sslPolicy("ELBSecurityPolicy-TLS13-1-2-2021-06")
                                .build())
                .listeners()
                .getFirst();
        assertThat(modified.certificates().getFirst().certificateArn()).isEqualTo(second);
        assertThat(modified.sslPolicy()).isEqualTo("ELBSecurityPolicy-TLS13-1-2-2021-06");
        assertThat(modified.mutualAuthentication().mode()).isEqualTo("off");
    }

    @Test
    void tlsNeedsACertificateThatExistsAndAKnownPolicy() {
        String good = imported("ec.pem", "ec.key.pem");
        assertThat(calls.refusal(new CreateListener(), https(more -> {})).message())
                .isEqualTo("A certificate must be specified for HTTPS listeners");
        assertThat(calls.refusal(
                                new CreateListener(),
                                https(more -> more.certificates(one -> one.certificateArn(good + "0"))))
                        .code())
                .isEqualTo("CertificateNotFound");
        assertThat(calls.refusal(
                                new CreateListener(),
                                https(more -> more.certificates(one -> one.certificateArn(good))
                                        .sslPolicy("mine")))
                        .code())
                .isEqualTo("SSLPolicyNotFound");
        assertThat(calls.refusal(
                                new CreateListener(),
                                https(more -> more.protocol("HTTP").certificates(one -> one.certificateArn(good))))
                        .code())
                .isEqualTo("ValidationError");
    }

    @Test
    void whatAListenerHasIsNotDeleted() {
        String acm = imported("ec.pem", "ec.key.pem");
        uploaded("www");
        listener(acm);
        DeleteCertificateRequest delete =
                DeleteCertificateRequest.builder().certificateArn(acm).build();
        assertThat(calls.refusal(new DeleteCertificate(), delete).code()).isEqualTo("ResourceInUseException");
        assertThat(calls.call(
                                new DescribeCertificate(),
                                DescribeCertificateRequest.builder()
                                        .certificateArn(acm)
                                        .build())
                        .certificate()
                        .inUseBy())
                .containsExactly(loadBalancer);
        calls.call(
                new DeleteServerCertificate(),
                DeleteServerCertificateRequest.builder()
                        .serverCertificateName("www")
                        .build());
        var gone = calls.refusal(
                new GetServerCertificate(),
                GetServerCertificateRequest.builder()
                        .serverCertificateName("www")
                        .build());
        assertThat(gone.code()).isEqualTo("NoSuchEntity");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.message()).isEqualTo("The Server Certificate with name www cannot be found.");
    }

    @Test
    void aCertificateIsShownWithoutItsKeyAndListed() {
        String arn = imported("rsa.pem", "rsa.key.pem");
        var detail = calls.call(
                        new DescribeCertificate(),
                        DescribeCertificateRequest.builder().certificateArn(arn).build())
                .certificate();
        assertThat(detail.domainName()).isEqualTo("www.example.org");
        assertThat(detail.typeAsString()).isEqualTo("IMPORTED");
        assertThat(detail.keyAlgorithmAsString()).isEqualTo("RSA-2048");
        assertThat(calls.call(
                                new GetCertificate(),
                                GetCertificateRequest.builder()
                                        .certificateArn(arn)
                                        .build())
                        .toString())
                .contains("BEGIN CERTIFICATE")
                .doesNotContain("PRIVATE KEY");
        assertThat(calls.call(
                                new ListCertificates(),
                                ListCertificatesRequest.builder().build())
                        .certificateSummaryList())
                .hasSize(1);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedInTheWordsOfEachService() {
        assertThat(calls.refusal(new ImportCertificate(), importing("rsa.pem", "ec.key.pem"))
                        .code())
                .isEqualTo("ValidationException");
        assertThat(calls.refusal(new UploadServerCertificate(), uploading("www", "ec.key.pem"))
                        .code())
                .isEqualTo("KeyPairMismatch");
        assertThat(calls.refusal(new UploadServerCertificate(), uploading("www", "locked.pem"))
                        .code())
                .isEqualTo("MalformedCertificate");
        assertThat(calls.call(
                                new ListServerCertificates(),
                                ListServerCertificatesRequest.builder().build())
                        .serverCertificateMetadataList())
                .isEmpty();
    }

    @Test
    void importingAgainReplacesWhatListenersPresent() {
        String arn = imported("rsa.pem", "rsa.key.pem");
        listener(arn);
        calls.call(
                new ImportCertificate(),
                importing("ec.pem", "ec.key.pem").toBuilder()
                        .certificateArn(arn)
                        .build());
        var told = RoutingPlanner.table(calls.state())
                .loadBalancers()
                .getFirst()
                .listeners()
                .getFirst();
        assertThat(told.certificates().getFirst().domainNames()).containsExactly("ec.example.org");
    }
}
