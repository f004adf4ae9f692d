/// The program: it reads its settings, constructs every adapter, and connects control plane, agent and HTTP server.
///
/// Owns: the order of the start (lock, stores, HTTP, then the agent when the engine answers) and of the end. It is the
/// only place that constructs adapters, and holds no rule of ECS.
///
/// Invariants: the API answers as soon as the state is loaded, engine or not; tasks go on running when this process
/// ends. Woken by: the command line and signals.
@NullMarked
package berth.server;

import org.jspecify.annotations.NullMarked;
