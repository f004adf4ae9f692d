package berth.control.iam.model;

import berth.control.acm.model.Facts;
import berth.control.acm.model.Material;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A certificate that was uploaded to IAM.
///
/// @param arn ends in `server-certificate`, path and name
/// @param id `ASCA` and 17 letters and digits
/// @param path begins and ends with `/`
public record ServerCertificate(
        String arn,
        String id,
        String name,
        String path,
        Material material,
        Facts facts,
        SortedMap<String, String> tags,
        Instant uploadedAt) {
    public ServerCertificate {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public ServerCertificate withTags(SortedMap<String, String> newTags) {
        return new ServerCertificate(arn, id, name, path, material, facts, newTags, uploadedAt);
    }
}
