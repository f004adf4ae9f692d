package berth.server;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.EngineEvent;
import berth.server.host.EngineSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/// Berth on an engine none of whose events arrive.
public final class DeafMain {
    private DeafMain() {}

    /// The arguments of [Main].
    public static void main(String[] args) {
        EngineSource deaf = engine -> (ContainerEngine) Proxy.newProxyInstance(
                DeafMain.class.getClassLoader(), new Class<?>[] {ContainerEngine.class}, (proxy, method, values) -> {
                    if (method.getName().equals("watch")) {
                        Consumer<EngineEvent> nobody = event -> {};
                        return engine.watch(nobody);
                    }
                    try {
                        return method.invoke(engine, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        int code = Commands.run(args, deaf);
        if (code != Commands.RUNS_ON) {
            System.exit(code);
        }
    }
}
