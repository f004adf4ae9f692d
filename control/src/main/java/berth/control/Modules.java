package berth.control;

import berth.control.logs.LogModule;
import java.util.List;

/// Which nouns this Berth has.
final class Modules {
    private Modules() {}

    static List<Module> all(ControlPorts ports) {
        return List.of(LogModule.module(ports.logs()));
    }
}
