/// The container engine on the Docker Engine API (Docker 20.10 and later, or Podman's copy of it).
///
/// Owns: every container, network, parent cgroup and image tag that Berth makes on an engine. The transport and the
/// search for the engine are docker-java's; bodies are written and read here as JSON, because their shape depends on
/// the negotiated version and because one start may cost two round trips and no more.
///
/// Invariants: everything made carries the label `berth.installation`; nothing without this installation's value is
/// listed, changed or removed. Every call answers exactly once, on a virtual thread. No credentials in any message.
///
/// Woken by: the agent's calls; the engine's event stream and log streams, each read by a virtual thread of its own.
@NullMarked
package berth.agent.docker;

import org.jspecify.annotations.NullMarked;
