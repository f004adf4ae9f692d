/// The task metadata endpoint, version 4 (and 3), and those of task protection and of fault injection, as an answer
/// to a path; the HTTP listener is the server's.
///
/// ECS: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html. Keys, what
/// is left out when empty, and the errors' texts are the ECS agent's.
///
/// Differs from ECS: what Berth does not know is left out and never made up: AvailabilityZoneID, ClockDrift,
/// EphemeralStorageMetrics, tags, the address of a container on the engine's own bridge. A Fargate container's
/// DockerId is the engine's. The rate limit counts by task and not by host, so that one task cannot silence
/// another.
///
/// Owns: which token names which container, rate limits, the last network sample of a container. Woken by
/// requests only.
///
/// Invariants: a token is the only key; everything runs on the agent's loop.
@NullMarked
package berth.agent.metadata;

import org.jspecify.annotations.NullMarked;
