package berth.server.host;

import berth.agent.docker.DockerEngine;
import berth.agent.engine.ContainerEngine;

/// What the agent is given for an engine. A test puts something in between.
@FunctionalInterface
public interface EngineSource {
    EngineSource DOCKER = engine -> engine;

    ContainerEngine around(DockerEngine engine);
}
