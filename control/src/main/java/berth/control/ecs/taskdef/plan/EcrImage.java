package berth.control.ecs.taskdef.plan;

import java.util.regex.Pattern;

/// Images in Amazon ECR: `111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1`.
final class EcrImage {
    private static final Pattern REPOSITORY =
            Pattern.compile("\\d{12}\\.dkr\\.ecr(-fips)?\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/.+");

    private EcrImage() {}

    static boolean is(String image) {
        return REPOSITORY.matcher(image).matches();
    }
}
