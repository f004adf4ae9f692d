/// Network faults of a task: what may be asked, which commands make it so, and the turns in which they run.
///
/// ECS: `ecs-agent/tmds/handlers/fault/v1` of https://github.com/aws/amazon-ecs-agent, and
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fault-injection-endpoints.html. Fields, checks, chains,
/// queueing disciplines and words are the agent's.
///
/// Differs from ECS: what was begun and failed is undone. SourcesToFilter of an ingress fault are the addresses that
/// packets come from, as the guide says; the agent compares them with where packets go. A fault of host mode would be
/// the machine's own, which is the user's: it is refused. The error of a command that failed says which, and why.
///
/// Owns: the turns of each task. Woken by requests to the metadata endpoint; it remembers no fault, since the kernel
/// does: what runs is asked of it, and ends with the task's namespace.
///
/// Invariants: one request a task at a time; every request is answered within the time of two rows of commands.
@NullMarked
package berth.agent.fault;

import org.jspecify.annotations.NullMarked;
