package berth.agent.task;

import berth.kernel.host.DesiredContainer;
import java.util.SequencedMap;

/// Which reference is pulled for a container.
public final class ImageNames {
    private ImageNames() {}

    /// The image map applied, and the pinned digest in place of the tag.
    ///
    /// Worked example: `nginx:1.27` pinned to `sha256:ab…` gives `nginx@sha256:ab…`;
    /// `localhost:5000/web` without a digest stays as it is.
    ///
    /// @param map from the name as the task definition writes it to the name to pull instead
    public static String reference(DesiredContainer container, SequencedMap<String, String> map) {
        String image = map.getOrDefault(container.image(), container.image());
        String digest = container.imageDigest();
        if (digest == null || image.contains("@") || map.containsKey(container.image())) {
            return image;
        }
        int slash = image.lastIndexOf('/');
        int colon = image.indexOf(':', slash + 1);
        return (colon < 0 ? image : image.substring(0, colon)) + '@' + digest;
    }
}
