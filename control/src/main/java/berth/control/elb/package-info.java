/// Elastic Load Balancing: load balancers, listeners, rules, target groups and targets.
///
/// Owns what the API shows of them and what the proxy is told. The proxy alone knows whether a target answers;
/// what it reports is kept in the target's row when it changed.
///
/// Invariants: a listener belongs to a load balancer that exists, a rule to a listener that exists; every listener
/// has one default rule; a target group that a rule names exists; two load balancers never share an address.
///
/// A service is woken by its target groups' [berth.control.elb.model.Target] rows.
@NullMarked
package berth.control.elb;

import org.jspecify.annotations.NullMarked;
