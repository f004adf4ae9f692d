package berth.control.ecs.taskdef.api;

import berth.kernel.Fault;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.EnvironmentFile;

/// The files of `environmentFiles`, from and to the SDK's class. ECS: at most ten objects of S3 with the ending `.env`.
public final class EnvironmentFileMapper {
    private static final int MOST = 10;
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9._-]+/.*[.]env");

    private EnvironmentFileMapper() {}

    /// The ARNs.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static List<String> fromSdk(List<EnvironmentFile> given) {
        if (given.size() > MOST) {
            throw Fault.invalidParameter(
                            "A container has at most %d environmentFiles, not %d.".formatted(MOST, given.size()))
                    .raise();
        }
        return given.stream().map(EnvironmentFileMapper::arn).toList();
    }

    private static String arn(EnvironmentFile given) {
        String value = given.value();
        if (!"s3".equals(given.typeAsString())) {
            throw TaskDefinitionMapper.notOneOf(
                            "environmentFiles.type", String.valueOf(given.typeAsString()), List.of("s3"))
                    .raise();
        }
        if (value == null || !ARN.matcher(value).matches()) {
            throw Fault.invalidParameter(
                            "environmentFiles.value must be the ARN of an object in S3 that ends in .env, such"
                                    + " as arn:aws:s3:::bucket/name.env, was '" + value + "'.")
                    .raise();
        }
        return value;
    }

    public static List<EnvironmentFile> toSdk(List<String> arns) {
        return arns.stream()
                .map(arn -> EnvironmentFile.builder().type("s3").value(arn).build())
                .toList();
    }
}
