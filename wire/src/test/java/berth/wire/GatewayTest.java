package berth.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import berth.kernel.Fault;
import berth.kernel.FaultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

class GatewayTest {
    private static final Gateway GATEWAY = new Gateway(Catalog.sdk());
    private static final String ECS = "AmazonEC2ContainerServiceV20141113.";
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    private static HttpCall json(String target, byte[] body, String... headers) {
        Headers all = Headers.of("Content-Type", "application/x-amz-json-1.1", "x-amz-target", target);
        for (int i = 0; i < headers.length; i += 2) {
            all = all.with(headers[i], headers[i + 1]);
        }
        return new HttpCall("POST", "/", "", all, body, "127.0.0.1:1");
    }

    private static HttpCall json(String target, String body) {
        return json(target, body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpCall form(String body) {
        return new HttpCall(
                "POST", "/", "", Headers.of("Content-Type", FORM), body.getBytes(StandardCharsets.UTF_8), "");
    }

    private static Fault fault(HttpCall call) {
        return catchThrowableOfType(FaultException.class, () -> GATEWAY.read(call))
                .fault();
    }

    @Test
    void a_json_call_is_read_with_the_members_that_aws_does_not_know() {
        Parsed parsed = GATEWAY.read(json(ECS + "RegisterTaskDefinition", """
                {"family":"f","color":{"a":[1]},"containerDefinitions":[{"name":"a"},{"name":"b","colour":"red"}]}"""));

        assertThat(parsed.operation().action()).isEqualTo("ecs:RegisterTaskDefinition");
        assertThat(parsed.protocol()).isEqualTo(Protocol.AWS_JSON_1_1);
        assertThat(parsed.request(RegisterTaskDefinitionRequest.class)
                        .containerDefinitions()
                        .get(1)
                        .name())
                .isEqualTo("b");
        assertThat(parsed.unknownMembers()).isEqualTo(List.of("color", "containerDefinitions[1].colour"));
    }

    @Test
    void an_empty_json_body_is_an_empty_request() {
        assertThat(GATEWAY.read(json(ECS + "RunTask", "")).request())
                .isEqualTo(RunTaskRequest.builder().build());
    }

    @ParameterizedTest
    @CsvSource({
        "AmazonEC2ContainerServiceV20141113.NoSuchThing",
        "AmazonEC2ContainerServiceV20141113.runTask",
        "AmazonEC2ContainerServiceV20141113",
        "DynamoDB_20120810.ListTables",
        "2011-06-15.GetCallerIdentity",
        "x",
        "''",
        "."
    })
    void an_unknown_target_is_an_unknown_operation(String target) {
        assertThat(fault(json(target, "{}")).code()).isEqualTo("UnknownOperationException");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"count\":\"two\"} | STRING_VALUE can not be converted to an Integer (member count)",
                "{\"count\":2.5} | FLOAT_VALUE can not be converted to an Integer (member count)",
                "{\"count\":99999999999} | NUMBER_VALUE is out of the range of an Integer (member count)",
                "{\"count\":1e999999999} | NUMBER_VALUE is out of the range of an Integer (member count)",
                "{\"count\":true} | TRUE_VALUE can not be converted to an Integer (member count)",
                "{\"cluster\":7} | NUMBER_VALUE can not be converted to a String (member cluster)",
                "{\"cluster\":{}} | Start of structure or map can not be converted to a String (member cluster)",
                "{\"tags\":{}} | Start of structure or map can not be converted to a list (member tags)",
                "{\"tags\":[{\"key\":[]}]} | Start of list can not be converted to a String (member tags[0].key)",
                "{\"tags\":[null]} | NULL_VALUE can not be converted to a structure (member tags[0])",
                "{\"enableExecuteCommand\":\"true\"} | STRING_VALUE can not be converted to a Boolean",
                "{\"cluster\":\"a\",\"cluster\":\"b\"} | Duplicate member cluster",
                "{\"cluster\":\"\\ud800\"} | A surrogate without its other half (member cluster)",
                "{\"count\":NaN} | The body is not valid JSON: Non-standard token 'NaN'",
                "{\"count\":01} | The body is not valid JSON",
                "{'count':1} | The body is not valid JSON",
                "{\"count\":1} x | The body is not valid JSON",
                "{\"count\":1}{} | The body goes on behind the end of its JSON object",
                "{\"count\":1 | Unexpected end of input",
                "[] | Start of structure expected",
                "null | Start of structure expected",
            })
    void what_does_not_fit_is_a_serialization_fault_that_says_where_and_why(String body, String says) {
        Fault fault = fault(json(ECS + "RunTask", body));

        assertThat(fault.code()).isEqualTo("SerializationException");
        assertThat(fault.status()).isEqualTo(400);
        assertThat(fault.message()).startsWith(says);
    }

    @Test
    void an_integer_may_be_written_as_a_whole_float() {
        assertThat(GATEWAY.read(json(ECS + "RunTask", "{\"count\":2.0}"))
                        .request(RunTaskRequest.class)
                        .count())
                .isEqualTo(2);
    }

    @Test
    void bytes_that_are_not_utf_8_are_a_serialization_fault() {
        for (Object text : List.of("{\"cluster\":\"\u00fc\"}")) {
            byte[] latin = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] wide = text.toString().getBytes(StandardCharsets.UTF_16);

            assertThat(fault(json(ECS + "RunTask", latin)).message()).isEqualTo("The body is not UTF-8");
            assertThat(fault(json(ECS + "RunTask", wide)).code()).isEqualTo("SerializationException");
        }
    }

    @Test
    void nesting_has_a_bound_also_inside_unknown_members() {
        String deep = "[".repeat(5000) + "]".repeat(5000);

        assertThat(fault(json(ECS + "RunTask", "{\"x\":" + deep + "}")).code()).isEqualTo("SerializationException");
    }

    @Test
    void a_gzip_body_is_inflated_up_to_the_limit() throws IOException {
        byte[] small = gzip("{\"cluster\":\"c\"}".getBytes(StandardCharsets.UTF_8));
        byte[] bomb = gzip(new byte[Gateway.MAX_BODY_BYTES + 1]);

        Parsed parsed = GATEWAY.read(json(ECS + "RunTask", small, "Content-Encoding", "gzip"));

        assertThat(parsed.request(RunTaskRequest.class).cluster()).isEqualTo("c");
        assertThat(fault(json(ECS + "RunTask", bomb, "Content-Encoding", "gzip"))
                        .code())
                .isEqualTo("RequestTooLarge");
        assertThat(fault(json(ECS + "RunTask", new byte[9], "Content-Encoding", "gzip"))
                        .message())
                .startsWith("The body is not valid gzip");
        assertThat(fault(json(ECS + "RunTask", new byte[9], "Content-Encoding", "br"))
                        .message())
                .isEqualTo("Content-Encoding br is not supported; send identity or gzip.");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void a_body_over_10_mib_is_refused() {
        Fault fault = fault(json(ECS + "RunTask", new byte[Gateway.MAX_BODY_BYTES + 1]));

        assertThat(fault.code()).isEqualTo("RequestTooLarge");
        assertThat(fault.status()).isEqualTo(413);
    }

    @Test
    void a_form_names_its_service_by_version() {
        Parsed sts = GATEWAY.read(form("Action=GetCallerIdentity&Version=2011-06-15&Color=red"));
        Parsed ec2 = GATEWAY.read(form("Action=DescribeSubnets&Version=2016-11-15&SubnetId.2=b&SubnetId.1=a"));

        assertThat(sts.request()).isInstanceOf(GetCallerIdentityRequest.class);
        assertThat(sts.unknownMembers()).isEqualTo(List.of("Color"));
        assertThat(ec2.request(DescribeSubnetsRequest.class).subnetIds()).isEqualTo(List.of("a", "b"));
    }

    @Test
    void a_form_may_come_in_the_query_and_names_its_service_by_the_signature() {
        Headers signed = Headers.of(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=A/20240229/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0");

        Parsed parsed = GATEWAY.read(
                new HttpCall("GET", "/", "Action=GetCallerIdentity&Version=2011-06-15", signed, new byte[0], ""));

        assertThat(parsed.operation().action()).isEqualTo("sts:GetCallerIdentity");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Version=2011-06-15 | MissingAction",
                "x | MissingAction",
                "Action=GetCallerIdentity | InvalidAction",
                "Action=RunTask&Version=2011-06-15 | InvalidAction",
                "Action=RunTask&Version=AmazonEC2ContainerServiceV20141113 | InvalidAction",
                "Action=GetCallerIdentity&Action=GetCallerIdentity&Version=2011-06-15 | MalformedQueryString",
                "Action=%zz | MalformedQueryString",
                "Action=%c3 | MalformedQueryString",
                "Action=DescribeVpcs&Version=2016-11-15&MaxResults=five | InvalidParameterValue",
                "Action=DescribeVpcs&Version=2016-11-15&MaxResults= | InvalidParameterValue",
                "Action=DescribeVpcs&Version=2016-11-15&DryRun=maybe | InvalidParameterValue",
                "Action=DescribeVpcs&Version=2016-11-15&VpcId=vpc-1&VpcId.x=1 | MalformedQueryString",
                "Action=DescribeVpcs&Version=2016-11-15&VpcId.1=a&VpcId.01=b | MalformedQueryString",
                "Action=DescribeVpcs&Version=2016-11-15&Color=red | UnknownParameter",
            })
    void a_form_that_does_not_fit_is_refused_in_the_words_of_the_query_protocols(String body, String code) {
        assertThat(fault(form(body)).code()).isEqualTo(code);
    }

    @Test
    void a_parameter_with_endless_dots_or_endless_parameters_are_refused() {
        String start = "Action=DescribeVpcs&Version=2016-11-15&";

        assertThat(fault(form(start + "a.".repeat(100_000) + "=1")).code()).isEqualTo("MalformedQueryString");
        assertThat(fault(form(start + "&a=1".repeat(30_000))).code()).isEqualTo("MalformedQueryString");
    }

    @Test
    void a_fault_is_written_in_the_callers_protocol() {
        Fault fault = new Fault("ConflictException", "a \"b\" <c>", 400, List.of("arn:x"));

        HttpReply json = GATEWAY.fault(Protocol.AWS_JSON_1_1, fault, "id-1");
        HttpReply query = GATEWAY.fault(Protocol.AWS_QUERY, fault, "id-1");
        HttpReply ec2 = GATEWAY.fault(Protocol.EC2_QUERY, fault, "id-1");

        assertThat(json.text()).isEqualTo("""
                        {"__type":"ConflictException","resourceIds":["arn:x"],"message":"a \\"b\\" <c>"}""");
        assertThat(json.headers().first("x-amzn-RequestId")).contains("id-1");
        assertThat(json.headers().first("x-amzn-ErrorType")).contains("ConflictException");
        assertThat(json.headers().first("content-type")).contains("application/x-amz-json-1.1");
        assertThat(query.text())
                .isEqualTo("<ErrorResponse><Error><Type>Sender</Type><Code>ConflictException</Code><Message>a "
                        + "&quot;b&quot; &lt;c&gt;</Message></Error><RequestId>id-1</RequestId></ErrorResponse>");
        assertThat(ec2.text())
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>ConflictException"
                                + "</Code><Message>a &quot;b&quot; &lt;c&gt;</Message></Error></Errors><RequestID>id-1</RequestID>"
                                + "</Response>");
        assertThat(query.headers().mediaType()).isEqualTo("text/xml");
        assertThat(ec2.status()).isEqualTo(400);
    }

    @Test
    void text_that_the_format_cannot_hold_is_replaced_and_never_breaks_a_reply() {
        Fault fault = Fault.client("cut \ud83d here\u0000");

        assertThat(GATEWAY.fault(Protocol.AWS_JSON_1_1, fault, "id").text()).contains("cut \ufffd here\\u0000");
        assertThat(GATEWAY.fault(Protocol.AWS_QUERY, fault, "id").text()).contains("cut \ufffd here\ufffd");
    }

    @Test
    void unset_lists_are_left_out_and_empty_ones_are_written() {
        Parsed call = GATEWAY.read(form("Action=DescribeVpcs&Version=2016-11-15"));

        HttpReply unset = GATEWAY.write(call, DescribeVpcsResponse.builder().build(), "id");
        HttpReply empty = GATEWAY.write(
                call, DescribeVpcsResponse.builder().vpcs(List.of()).build(), "id");

        assertThat(unset.text()).doesNotContain("vpcSet");
        assertThat(empty.text()).contains("<vpcSet></vpcSet>");
    }

    @Test
    void the_protocol_of_any_call_is_known_before_it_is_read() {
        assertThat(Gateway.protocol(json("x", ""))).isEqualTo(Protocol.AWS_JSON_1_1);
        assertThat(Gateway.protocol(form(""))).isEqualTo(Protocol.AWS_QUERY);
        assertThat(Gateway.protocol(new HttpCall("GET", "/", "", Headers.NONE, new byte[0], "")))
                .isEqualTo(Protocol.AWS_JSON_1_1);
    }
}
