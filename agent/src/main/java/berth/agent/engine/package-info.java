/// The container engine, as a port: what the agent asks of Docker, in eleven verbs.
///
/// Nothing here knows ECS. Every call is asynchronous and answers exactly once, on any thread; the agent brings
/// the answer to its own loop. `DockerEngine` and the simulator's engine pass the same contract suite.
@NullMarked
package berth.agent.engine;

import org.jspecify.annotations.NullMarked;
