package berth.agent.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What of the agent's configuration ends up in its containers.
///
/// @param installation id of the data directory
/// @param region given to tasks as AWS_REGION
/// @param publishAddress where bridge ports are published
/// @param imageMap from the name in the task definition to the name to pull
/// @param parentCgroups whether a task's limit can be a cgroup of its own
/// @param metadata base of the task metadata endpoint, for example `http://169.254.170.2`
/// @param aws the API itself, given to tasks as AWS_ENDPOINT_URL
/// @param fileSystems directory with `efs` and `s3files`, which stand for their file systems, one directory each
/// @param firelens directory that holds what log routers read, a directory for each task
/// @param ec2InstanceId what this host is called where EC2 would say an instance's id
public record RequestConfig(
        String installation,
        String region,
        String publishAddress,
        SequencedMap<String, String> imageMap,
        boolean parentCgroups,
        TaskUrls metadata,
        TaskUrls aws,
        String fileSystems,
        String firelens,
        String ec2InstanceId) {
    public RequestConfig {
        imageMap = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imageMap));
    }
}
