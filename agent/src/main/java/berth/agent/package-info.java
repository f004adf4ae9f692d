/// The host's agent: it brings what the control plane wants of this host and what the container engine shows
/// together.
///
/// Owns everything that happens on one [berth.kernel.Loop]: the picture of the engine's containers (a list at
/// the start, events from then on, a list again whenever events may have been lost), the actions in flight, and
/// the reports. What to do is decided by pure classes in [berth.agent.task]; this package only carries
/// decisions out.
///
/// Woken by: a [berth.kernel.host.Desired], an engine event, an engine's answer, a timer. Losing any of them
/// costs time and nothing else: the resync timer lists and reports everything again.
///
/// Invariants: nothing is stopped or removed before the first Desired of this session; one action at a time on
/// a container and on an interface; a container that ran is never created or started again; no thread, no
/// ambient clock, no unordered iteration.
@NullMarked
package berth.agent;

import org.jspecify.annotations.NullMarked;
